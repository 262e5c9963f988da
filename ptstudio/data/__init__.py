"""One file per dataset format; may import core. Heavy libraries never, Pillow and pyarrow only where used."""

from functools import cache

from ptstudio.core.discovery import discover
from ptstudio.data._format import DatasetFormat


@cache
def all_formats() -> dict[str, DatasetFormat]:
    """Every dataset format, by key."""
    return discover(__name__, DatasetFormat)
