"""Which models are to be tried on somebody's data: all that are ready, with ticks to leave some out."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.row_table import Row
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.tick_buttons import TickButtons
from ptstudio.app.widgets.tick_table import TickTable


class RankingChoice(QWidget):
    """`changed` is emitted when a person ticks or clears a model."""

    changed = Signal()

    def __init__(self, headers: Sequence[str]) -> None:
        """`headers` are those of the rows that are offered."""
        super().__init__()
        self.purpose, self.expected = label(""), label("", "muted")
        self.table = TickTable(tr("Models to try"), headers)
        self.table.ticked.connect(self.changed)
        self.buttons = TickButtons(self.table)
        whole = column(self.purpose, self.buttons, self.table, self.expected, gap=Space.small)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    @property
    def ticked(self) -> list[str]:
        """The keys of the models that are to be tried."""
        return self.table.ticked_keys()

    def show_choices(self, rows: Sequence[Row], ticked: Collection[str]) -> None:
        """Offer these, some of them ticked."""
        self.table.show_rows(rows, ticked)
        self.changed.emit()

    def lock(self, *, is_locked: bool) -> None:
        """Let nothing be changed while models are tried."""
        for part in (self.table, self.buttons):
            part.setEnabled(not is_locked)
