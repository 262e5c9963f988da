"""A text on one line that is shortened in the middle where there is no room for all of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from ptstudio.app.theme import theme


class ElidedLabel(QLabel):
    """Shows as much of `whole` as fits; the tool tip and what is read aloud are always whole."""

    def __init__(self, whole: str, role: str = "body", tip: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = whole
        self.show_text(whole, tip)
        theme().changed.connect(self._shorten)

    @property
    def whole(self) -> str:
        """The text as it is."""
        return self._whole

    def show_text(self, whole: str, tip: str = "") -> None:
        """Show another text."""
        self._whole = whole
        self.setToolTip(tip or whole)
        self.setAccessibleName(whole)
        self._shorten()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = max(0, self.contentsRect().width())
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room))
