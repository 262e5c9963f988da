"""What there is of the samples of a dataset revision, found by their ids: files, thumbnails, texts; knows no window."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.app.passage import Passage
from ptstudio.app.text_names import text_names
from ptstudio.core.dataset import Revision
from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project

if TYPE_CHECKING:
    import pyarrow as pa

Sight = Path | Passage
"""What a person sees of a sample: its thumbnail, or its text."""


class SampleFiles:
    """Those of the revision `name/0001`; its table is opened at the first question, and nothing of it is held."""

    def __init__(self, project: Project, key: str) -> None:
        self._project = project
        self._key = key
        self._opened: tuple[pa.Table, Revision] | None = None

    def thumbnail(self, sample: str) -> Path:
        """The sample's thumbnail; it may not be there."""
        return self._project.thumbnail(self._key.partition("/")[0], sample)

    def file(self, sample: str) -> Path | None:
        """The sample's file, or nothing where the revision is gone, does not know it, or its samples have none."""
        found = self._row(sample, ("path",))
        return self._project.sample_file(self._table()[1], found["path"]) if found is not None else None

    def passage(self, sample: str) -> Passage | None:
        """The sample's text, or nothing where the revision is gone, does not know it, or its samples are none."""
        found = self._row(sample, ("text",), ("pair",))
        return Passage.of(found, text_names(self._table()[1].task)) if found is not None else None

    def sight(self, sample: str) -> Sight:
        """What is seen of it; the thumbnail may not be there."""
        return self.passage(sample) or self.thumbnail(sample)

    @property
    def names_of_pairs(self) -> tuple[str, str] | None:
        """What the two texts are called where the samples are pairs; else nothing."""
        from ptstudio.data._revision import is_used

        try:
            table, revision = self._table()
        except (ProjectError, OSError):
            return None
        return text_names(revision.task) if is_used(table, "pair") else None

    @property
    def classes(self) -> tuple[str, ...]:
        """Those of the revision; none where it is gone."""
        try:
            return self._table()[1].classes
        except (ProjectError, OSError):
            return ()

    def asked(self, sample: str) -> Path | Passage | None:
        """What a model is asked about it: its text, or its file; nothing where neither is known."""
        return self.passage(sample) or self.file(sample)

    def _row(self, sample: str, columns: tuple[str, ...], others: tuple[str, ...] = ()) -> dict[str, Any] | None:
        """What stands in these columns, if there are such columns and such a sample; `others` may not be there."""
        import pyarrow.compute as pc

        try:
            table, _ = self._table()
        except (ProjectError, OSError):
            return None
        if not set(columns) <= set(table.column_names):
            return None
        place = pc.index(table["id"], sample).as_py()
        there = [*columns, *(name for name in others if name in table.column_names)]
        return {name: table[name][place].as_py() for name in there} if place >= 0 else None

    def _table(self) -> "tuple[pa.Table, Revision]":
        from ptstudio.data._revision import open_table

        if self._opened is None:
            revision = self._project.revision(self._key)
            self._opened = open_table(self._project.revision_folder(self._key)), revision
        return self._opened
