"""The formats in which a task takes its data; knows no widget and opens nothing."""

from ptstudio.data import all_formats
from ptstudio.data._format import DatasetFormat
from ptstudio.tasks import all_tasks


def formats_of(task: str) -> list[DatasetFormat]:
    """Those of a task, in its order."""
    known = all_formats()
    return [known[key] for key in all_tasks()[task].formats]
