"""One file per family of pretrained models; may import core and library. Facts are readable without torch."""

from functools import cache

from ptstudio.core.discovery import discover
from ptstudio.models._family import ModelFamily


@cache
def all_families() -> dict[str, ModelFamily]:
    """Every model family, by key."""
    return discover(__name__, ModelFamily)
