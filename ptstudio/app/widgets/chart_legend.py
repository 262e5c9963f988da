"""The names of curves, each with a piece of its line and its value; knows no chart."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app.theme import Space, theme

LINE = 26
"""Pixels of line before each name, enough for two dashes."""

Entry = tuple[str, QPen, str]


class ChartLegend(QWidget):
    """Painted, since its values change with every move of the mouse; breaks into as many rows as it needs."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self.setFont(theme().font("small"))
        theme().changed.connect(self.update)

    def show_values(self, entries: Sequence[Entry]) -> None:
        """Show curves by name, pen and value."""
        if list(entries) == self._entries:
            return
        names_before = [entry[0] for entry in self._entries]
        self._entries = list(entries)
        self.setAccessibleName("; ".join(f"{name} {value}" for name, _, value in entries))
        if names_before != [entry[0] for entry in entries]:
            self._fit(self.width())
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows as the width asks for."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        self.setFixedHeight(self._places(width)[1])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every curve's line, name and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.fontMetrics().height()
        for (name, pen, value), (x, y) in zip(self._entries, self._places(self.width())[0], strict=True):
            painter.setPen(pen)
            painter.drawLine(x, y + height // 2, x + LINE, y + height // 2)
            painter.setPen(theme().colour("text"))
            text = QRectF(x + LINE + Space.tight + 2, y, self.width() - x - LINE, height)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, f"{name}  {value}")

    def _places(self, width: int) -> tuple[list[tuple[int, int]], int]:
        """Where each entry begins, and the whole height; room for the longest value, so that nothing jumps."""
        metrics = self.fontMetrics()
        places, x, y = [], 0, 0
        for name, _, _ in self._entries:
            needed = LINE + Space.large + metrics.horizontalAdvance(f"{name}  0.00000")
            if x and x + needed > width:
                x, y = 0, y + metrics.height() + 2
            places.append((x, y))
            x += needed
        return places, y + metrics.height() + 2
