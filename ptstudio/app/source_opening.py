"""A first look at data: unpacked where it is an archive, its format recognised, a table's first rows read.

Knows no widget; it is slow enough to belong into a thread, and opens no sample.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import DatasetError
from ptstudio.core.project import dataset_name
from ptstudio.data._archive import is_archive, unpack
from ptstudio.data._format import DatasetFormat, Recognition, TableFormat, TablePreview
from ptstudio.data._recognition import recognise
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task_for import task_for

DOUBTFUL = 0.4
"""Below this, data are rather something else."""


class NoLongerWantedError(Exception):
    """What `tell` raises to end an unpacking."""


class OtherTaskError(DatasetError):
    """The data are of no use here; `task` is the key of the one that they suit."""

    def __init__(self, task: str, reason: str) -> None:
        super().__init__(reason, "Begin a new project with them.")
        self.task = task


@dataclass(frozen=True)
class Opened:
    """What a first look told: where to read, in which format and why, and the first rows where it is a table."""

    place: Path
    kind: DatasetFormat
    recognition: Recognition
    preview: TablePreview | None


def open_source(
    source: Path,
    home: Path,
    task: str,
    options: ImportOptions,
    tell: Callable[[int, int], None],
) -> Opened:
    """Look at `source`; an archive is unpacked below `home`, once, while `tell(done, total)` hears of it.

    Raises OtherTaskError where nobody has said what they are and they rather suit another task, DatasetError, DiskFull,
    and what `tell` raises.
    """
    if not source.exists():
        raise DatasetError(f"There is nothing at “{source}”.", "Check the path; perhaps a drive is not connected.")
    place = _unpacked(source, home, tell) if is_archive(source) else source
    try:
        kind, recognition = recognise(place, all_tasks()[task].formats, options.format)
    except DatasetError:
        _raise_for_another(place, task)
        raise
    if options.format is None and not options.columns and recognition.confidence < DOUBTFUL:
        _raise_for_another(place, task)
    preview = kind.preview(place, options) if isinstance(kind, TableFormat) else None
    return Opened(place, kind, recognition, preview)


def sureness(confidence: float) -> str:
    """How sure a recognition is, as the key of a look: good, warning or bad."""
    return "good" if confidence >= 0.8 else "warning" if confidence >= DOUBTFUL else "bad"


def _raise_for_another(place: Path, task: str) -> None:
    """Raise OtherTaskError where data that this task has hardly a use for suit another one."""
    other = task_for(place, task) if place.exists() else None
    if other is None or other == task:
        return
    _, recognition = recognise(place, all_tasks()[other].formats)
    if recognition.confidence >= DOUBTFUL:
        raise OtherTaskError(other, recognition.reason)


def _unpacked(source: Path, home: Path, tell: Callable[[int, int], None]) -> Path:
    stamp = source.stat()
    place = home / f"{stamp.st_mtime_ns:x}-{stamp.st_size:x}" / dataset_name(source)
    if not place.exists():
        unpack(source, place, tell)
    return place
