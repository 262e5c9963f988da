"""What a text and the other one beside it are called, as the task that they are for says; knows no widget."""

from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Task


def text_names(task: str) -> tuple[str, str]:
    """The names in English; the usual ones for a task that is not known."""
    found = all_tasks().get(task)
    return Task.text_names if found is None else found.text_names
