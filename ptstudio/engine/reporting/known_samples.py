"""Whether a training has seen a sample: an answer for one that it learned from proves nothing."""

from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ptstudio.core.dataset import Split
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project
from ptstudio.data._revision import WHOLE, open_table
from ptstudio.tasks._task import Row, Task


class KnownSamples:
    """The samples of the revision that a run has learned from; none where the run lies in no project any more."""

    def __init__(self, run: Path, dataset: str, task: Task) -> None:
        self._task = task
        self._table: pa.Table | None = None
        with suppress(ProjectError, OSError):
            self._table = open_table(Project.of_run(run).revision_folder(dataset))

    def split_of(self, row: Row) -> Split | None:
        """The split that the content belongs to, itself or in parts, whatever its file is called; None if it is new."""
        if self._table is None:
            return None
        try:
            id_ = self._task.id_of(row)
        except OSError:
            return None
        names = [name for name in ("id", WHOLE) if name in self._table.column_names]
        places = (pc.index(self._table[name], id_).as_py() for name in names)
        place = next((place for place in places if place >= 0), None)
        return None if place is None else Split(self._table["split"][place].as_py())
