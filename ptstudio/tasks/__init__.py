"""One file per task: facts for the window, verbs for the worker. May import data, models, checks, exporters, core."""

from functools import cache

from ptstudio.core.discovery import discover
from ptstudio.tasks._task import Task


@cache
def all_tasks() -> dict[str, Task]:
    """Every task, by key."""
    return discover(__name__, Task)
