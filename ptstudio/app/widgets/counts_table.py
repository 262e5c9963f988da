"""How many samples each class has in each split, as a table with its sums."""

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.app.widgets.numbers_table import NumbersTable
from ptstudio.core.dataset import SPLITS, Counts


class CountsTable(NumbersTable):
    """A row for each class and one for all of them."""

    def __init__(self, name: str) -> None:
        super().__init__(name, (tr("Class"), tr("Training"), tr("Validation"), tr("Test"), tr("All")))

    def show_counts(self, counts: Counts | None) -> None:
        """Show these, or nothing."""
        self.show_rows(_rows(counts) if counts is not None else [])


def _rows(counts: Counts) -> list[tuple[str, ...]]:
    names = sorted({name for classes in counts.by_split.values() for name in classes})
    rows = []
    for name in names:
        numbers = [counts.by_split.get(split, {}).get(name, 0) for split in SPLITS]
        rows.append((name, *(formats.count(number) for number in (*numbers, sum(numbers)))))
    sums = [counts.totals.get(split, 0) for split in SPLITS]
    return [*rows, (tr("All"), *(formats.count(number) for number in (*sums, sum(sums))))]
