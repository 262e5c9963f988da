"""Cards in as many columns as fit, in reading order; it knows nothing of what is on them."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space


class CardGrid(QWidget):
    """Lays cards out anew whenever its width changes."""

    def __init__(self, least_width: int) -> None:
        super().__init__()
        self._least_width = least_width
        self._cards: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.medium)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these, and delete those that are not among them."""
        for gone in [card for card in self._cards if card not in cards]:
            self._grid.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._cards = list(cards)
        self._lay_out(self._fitting())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._lay_out(self._fitting())

    def _fitting(self) -> int:
        return max(1, (self.width() + Space.medium) // (self._least_width + Space.medium))

    def _lay_out(self, columns: int) -> None:
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        previous: QWidget | None = None
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
            card.show()
            if previous is not None:
                QWidget.setTabOrder(previous, card)
            previous = card
