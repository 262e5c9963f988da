"""Where the samples of a dataset revision lie, found by their ids; knows no window and opens no picture."""

from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.dataset import Revision
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project

if TYPE_CHECKING:
    import pyarrow as pa


class SampleFiles:
    """Files and thumbnails of the revision `name/0001`; its table is opened at the first question."""

    def __init__(self, project: Project, key: str) -> None:
        self._project = project
        self._key = key
        self._opened: tuple[pa.Table, Revision] | None = None

    def thumbnail(self, sample: str) -> Path:
        """The sample's thumbnail; it may not be there."""
        return self._project.thumbnail(self._key.partition("/")[0], sample)

    def file(self, sample: str) -> Path | None:
        """The sample's file, or nothing where the revision is gone, does not know it, or its samples have none."""
        import pyarrow.compute as pc

        try:
            table, revision = self._table()
        except (ProjectError, OSError):
            return None
        if "path" not in table.column_names:
            return None
        row = pc.index(table["id"], sample).as_py()
        return self._project.sample_file(revision, table["path"][row].as_py()) if row >= 0 else None

    def _table(self) -> "tuple[pa.Table, Revision]":
        from ptstudio.data._revision import open_table

        if self._opened is None:
            revision = self._project.revision(self._key)
            self._opened = open_table(self._project.revision_folder(self._key)), revision
        return self._opened
