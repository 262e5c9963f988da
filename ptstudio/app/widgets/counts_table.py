"""How many samples each class has in each split, and how often it is marked in them, as a table with its sums."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from ptstudio.app import formats, sample_words
from ptstudio.app.marked_counts import empty_words
from ptstudio.app.sample_words import TEXT
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.text import label
from ptstudio.core.dataset import SPLITS, Counts, Split


class CountsTable(QWidget):
    """A row for each class and one for all of them; what is marked has a table of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._marked_title, self._title = label("", "heading"), label("", "heading")
        self.marked = NumbersTable(tr("How often each class is marked in each split"), _headers())
        self.samples = NumbersTable(name, _headers())
        self.empty = label("", "muted")
        inside = column(self._marked_title, self.marked, self._title, self.samples, self.empty)
        inside.setStretch(1, 1)
        inside.setStretch(3, 1)
        self.setLayout(inside)
        self.show_counts(None, "")

    def show_counts(self, counts: Counts | None, kind: str) -> None:
        """Show these of samples of a kind, or nothing."""
        marked = counts.marked if counts is not None else {}
        self._marked_title.setText(tr("Marked places") if kind == TEXT else tr("Things"))
        self._title.setText(sample_words.title(kind))
        self.marked.show_rows(_rows(marked, _sums(marked)))
        self.samples.show_rows(_rows(counts.by_split, counts.totals) if counts is not None else [])
        self.empty.setText(empty_words(kind, sum(counts.empty.values())) if counts is not None else "")
        for part in (self._marked_title, self.marked, self._title):
            part.setVisible(bool(marked))
        self.empty.setVisible(bool(self.empty.text()))


def _headers() -> tuple[str, ...]:
    return tr("Class"), tr("Training"), tr("Validation"), tr("Test"), tr("All")


def _sums(counted: Mapping[Split, Mapping[str, int]]) -> dict[Split, int]:
    return {split: sum(classes.values()) for split, classes in counted.items()}


def _rows(counted: Mapping[Split, Mapping[str, int]], totals: Mapping[Split, int]) -> list[tuple[str, ...]]:
    names = sorted({name for classes in counted.values() for name in classes})
    rows = []
    for name in names:
        numbers = [counted.get(split, {}).get(name, 0) for split in SPLITS]
        rows.append((name, *(formats.count(number) for number in (*numbers, sum(numbers)))))
    sums = [totals.get(split, 0) for split in SPLITS]
    return [*rows, (tr("All"), *(formats.count(number) for number in (*sums, sum(sums))))] if rows else []
