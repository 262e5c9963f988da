"""Two parts side by side where there is room for both, else below each other."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space

ROOM = 980


class Beside(QWidget):
    """`shares` says how the width is divided; below `room` pixels the second part moves under the first."""

    def __init__(self, first: QWidget, second: QWidget, shares: tuple[int, int] = (1, 1), room: int = ROOM) -> None:
        super().__init__()
        self._parts, self._room = (first, second), room
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.medium)
        self._layout.addWidget(first, shares[0])
        self._layout.addWidget(second, shares[1])

    @override
    def minimumSizeHint(self) -> QSize:
        """No wider than the wider part, since the parts need not stand side by side."""
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the room says so."""
        super().resizeEvent(event)
        least = Space.medium + sum(part.minimumSizeHint().width() for part in self._parts)
        is_wide = self.width() >= max(self._room, least)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
