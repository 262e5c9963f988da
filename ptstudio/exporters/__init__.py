"""One file per export format; may import core. Heavy libraries only inside functions."""

from functools import cache

from ptstudio.core.discovery import discover
from ptstudio.exporters._exporter import Exporter


@cache
def all_exporters() -> dict[str, Exporter]:
    """Every export format, by key."""
    return discover(__name__, Exporter)
