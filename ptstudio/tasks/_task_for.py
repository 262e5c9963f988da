"""Which task a person's data are for, told by the formats of each."""

from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._archive import is_archive
from ptstudio.data._recognition import recognise
from ptstudio.tasks import all_tasks


def task_for(source: Path, usual: str) -> str | None:
    """The same as `surest_task`; None where no task has a use for it."""
    try:
        return surest_task(source, usual)
    except DatasetError:
        return None


def surest_task(source: Path, usual: str) -> str:
    """The key of the task one of whose formats is surest of a file or folder, the `usual` one if it is among several.
    An archive, which is looked into when it is imported, is the usual task's. Raises DatasetError where no task has a
    use for it, saying why.
    """
    if is_archive(source):
        return usual
    tasks = all_tasks()
    every = dict.fromkeys(key for task in (tasks[usual], *tasks.values()) for key in task.formats)
    kind, _ = recognise(source, tuple(every))
    return next(key for key in (usual, *tasks) if kind.key in tasks[key].formats)
