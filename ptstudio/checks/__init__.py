"""One file per data check; may import core."""

from functools import cache

from ptstudio.checks._check import DataCheck
from ptstudio.core.discovery import discover


@cache
def all_checks() -> dict[str, DataCheck]:
    """Every data check, by key."""
    return discover(__name__, DataCheck)
