"""The texts of a dataset revision, read row by row through the memory map; knows no widget."""

from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.app.revision_rows import RevisionRows
from ptstudio.app.revision_tiles import split_title
from ptstudio.app.text_names import text_names
from ptstudio.app.text_rows import TextRow, TextRows
from ptstudio.app.translation import tr
from ptstudio.core.dataset import Revision, Split
from ptstudio.core.marked_text import quoted
from ptstudio.core.project import Project


class RevisionTexts(TextRows):
    """The samples of a revision, or those of one class or one split; opening it takes a moment."""

    def __init__(
        self, project: Project, revision: Revision, label: str | None = None, split: Split | None = None
    ) -> None:
        self._rows = RevisionRows(project, revision, label, split)
        self._names = text_names(revision.task)

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @override
    def row(self, place: int) -> TextRow:
        passage = Passage.of(self._rows.found(("text", "pair"), place), self._names)
        split = tr("for {split}", split=split_title(self._rows.split(place)))
        marked = self._rows.marked(place)
        caption = quoted(passage.text, marked) if marked else self._rows.label(place)
        return TextRow(passage, caption, split, marked)
