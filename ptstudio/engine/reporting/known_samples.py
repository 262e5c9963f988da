"""Whether a training has seen a file: an answer for one that it learned from proves nothing."""

import hashlib
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ptstudio.core.dataset import SAMPLE_ID_LENGTH, Split
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project
from ptstudio.data._revision import open_table


class KnownSamples:
    """The samples of the revision that a run has learned from; none where the run lies in no project any more."""

    def __init__(self, run: Path, dataset: str) -> None:
        self._table: pa.Table | None = None
        with suppress(ProjectError, OSError):
            self._table = open_table(Project.of_run(run).revision_folder(dataset))

    def split_of(self, file: Path) -> Split | None:
        """The split that the file's content belongs to, whatever the file is called; None for what is new."""
        if self._table is None:
            return None
        try:
            with file.open("rb") as stream:
                id_ = hashlib.file_digest(stream, "sha256").hexdigest()[:SAMPLE_ID_LENGTH]
        except OSError:
            return None
        place = pc.index(self._table["id"], id_).as_py()
        return Split(self._table["split"][place].as_py()) if place >= 0 else None
