"""Which task a person's data are for, told by the formats of each."""

from pathlib import Path

from ptstudio.core.errors import DatasetError
from ptstudio.data._archive import is_archive
from ptstudio.data._recognition import recognise
from ptstudio.tasks import all_tasks

SURE = 0.8
"""So sure a format must be before it is said that data are for another task."""


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


def refused_for(source: Path, task: str, refused: DatasetError) -> DatasetError:
    """What to say of data with which a task was `refused`: what they are, and which one they suit, if that is sure."""
    tasks = all_tasks()
    other = task_for(source, task)
    if other is None or other == task:
        return refused
    _, recognition = recognise(source, tasks[other].formats)
    if recognition.confidence < SURE:
        return refused
    return DatasetError(
        f"“{source.name}” holds no data for the task “{tasks[task].title}”, but: {recognition.reason}.",
        f"These are for the task “{tasks[other].title}”; on the command line: --task {other}.",
    )
