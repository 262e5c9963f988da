"""Whether a training has seen a sample: an answer for one that it learned from proves nothing."""

from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ptstudio.core.dataset import Split
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table
from ptstudio.tasks._task import Row, Task


class KnownSamples:
    """The samples of the revision that a run has learned from; none where the run lies in no project any more."""

    def __init__(self, run: Path, dataset: str, task: Task) -> None:
        self._task = task
        self._table: pa.Table | None = None
        with suppress(ProjectError, OSError):
            self._table = open_table(Project.of_run(run).revision_folder(dataset))

    def split_of(self, row: Row) -> Split | None:
        """The split that the content belongs to, whatever its file is called; None for what is new."""
        if self._table is None:
            return None
        try:
            place = pc.index(self._table["id"], self._task.id_of(row)).as_py()
        except OSError:
            return None
        return Split(self._table["split"][place].as_py()) if place >= 0 else None
