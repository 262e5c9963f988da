"""What became of each class from one revision to the next, as a table with its sums."""

from collections.abc import Sequence

from ptstudio.app import formats
from ptstudio.app.revision_changes import ClassChange
from ptstudio.app.translation import tr
from ptstudio.app.widgets.numbers_table import NumbersTable


class ChangesTable(NumbersTable):
    """A row for each class that changed and one for all of them."""

    def __init__(self, name: str) -> None:
        headers = (tr("Class"), tr("Before"), tr("New"), tr("Gone"), tr("From other classes"), tr("To other classes"))
        super().__init__(name, (*headers, tr("Now")))

    def show_changes(self, changes: Sequence[ClassChange]) -> None:
        """Show these; the last is the sum."""
        self.show_rows([_row(change) for change in changes])


def _row(change: ClassChange) -> tuple[str, ...]:
    moves = (("+", change.added), ("−", change.removed), ("+", change.came), ("−", change.went))
    signed = (f"{sign}{formats.count(number)}" if number else "" for sign, number in moves)
    return change.name, formats.count(change.before), *signed, formats.count(change.after)
