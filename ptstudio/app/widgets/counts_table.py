"""How many samples each class has in each split, and how often it is marked in them, as a table with its sums."""

from PySide6.QtWidgets import QWidget

from ptstudio.app import formats
from ptstudio.app.marked_counts import empty_words
from ptstudio.app.sample_words import TEXT
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.app.widgets.text import label
from ptstudio.core.dataset import SPLITS, Counts, Split


class CountsTable(QWidget):
    """A row for each class and one for all of them; below, how many samples hold nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title, self.empty = label("", "heading"), label("", "muted")
        self.table = NumbersTable(name, (tr("Class"), tr("Training"), tr("Validation"), tr("Test"), tr("All")))
        inside = column(self.title, self.table, self.empty)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.show_counts(None, "")

    def show_counts(self, counts: Counts | None, kind: str) -> None:
        """Show these of samples of a kind, or nothing."""
        of_texts = tr("Marked places, and in how many texts")
        self.title.setText(of_texts if kind == TEXT else tr("Things, and in how many pictures"))
        self.title.setVisible(counts is not None and bool(counts.marked))
        self.table.show_rows(_rows(counts) if counts is not None else [])
        self.empty.setText(empty_words(kind, sum(counts.empty.values())) if counts is not None else "")
        self.empty.setVisible(bool(self.empty.text()))


def _rows(counts: Counts) -> list[tuple[str, ...]]:
    names = sorted({name for classes in counts.by_split.values() for name in classes})
    rows = [(name, *_cells(counts, {name}, _of_class(counts, name))) for name in names]
    totals = {split: counts.totals.get(split, 0) for split in SPLITS}
    if counts.marked:
        totals = {split: total - counts.empty.get(split, 0) for split, total in totals.items()}
    return [*rows, (tr("All"), *_cells(counts, set(names), totals))]


def _of_class(counts: Counts, name: str) -> dict[Split, int]:
    return {split: counts.by_split.get(split, {}).get(name, 0) for split in SPLITS}


def _cells(counts: Counts, names: set[str], samples: dict[Split, int]) -> list[str]:
    """The samples of each split and of all; before them how often these classes are marked there, if that is known."""
    numbers = [*samples.values(), sum(samples.values())]
    if not counts.marked:
        return [formats.count(number) for number in numbers]
    marked = [sum(counts.marked.get(split, {}).get(name, 0) for name in names) for split in SPLITS]
    pairs = zip([*marked, sum(marked)], numbers, strict=True)
    return [
        tr("{things} in {samples}", things=formats.count(one), samples=formats.count(other)) for one, other in pairs
    ]
