"""Texts on one line that are shortened in the middle where there is no room for all of them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from ptstudio.app.theme import theme
from ptstudio.app.widgets.text import Button

LEAST_BUTTON = 120


class ElidedButton(Button):
    """A button that is as wide as its words need, and narrower where there is no room for all of them."""

    def __init__(self, kind: str, icon_name: str = "") -> None:
        super().__init__("", kind, icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.whole = ""

    def show_words(self, whole: str) -> None:
        """Show other words."""
        if whole != self.whole:
            self.whole = whole
            self.setToolTip(whole)
            self.updateGeometry()
            self._shorten()

    @override
    def sizeHint(self) -> QSize:
        """With all of its words."""
        missing = self.fontMetrics().horizontalAdvance(self.whole) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(missing, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        """With the first and the last of them."""
        return QSize(min(LEAST_BUTTON, self.sizeHint().width()), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = self.width() - (self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.whole))
        words = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideMiddle, max(0, room))
        if words != self.text():
            self.setText(words)


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
