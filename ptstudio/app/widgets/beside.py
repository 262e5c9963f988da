"""Two parts side by side where there is room for both, else below each other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space

ROOM = 980


class Beside(QWidget):
    """`shares` says how the width is divided; below `room` pixels the second part moves under the first."""

    def __init__(self, first: QWidget, second: QWidget, shares: tuple[int, int] = (1, 1), room: int = ROOM) -> None:
        super().__init__()
        self._room = room
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.medium)
        self._layout.addWidget(first, shares[0])
        self._layout.addWidget(second, shares[1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the room says so."""
        super().resizeEvent(event)
        is_wide = self.width() >= self._room
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
