"""A few lines that a person writes about something; knows not about what."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

LINES = 2


class NoteField(QPlainTextEdit):
    """`written(about, text)` when a person has left it, or it shows something else, and the text is another one."""

    written = Signal(str, str)

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self._about, self._before = "", ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 6)

    def show_note(self, about: str, text: str) -> None:
        """Show the note about something; one that is being written stays as long as it is about the same."""
        if about == self._about and (self.hasFocus() or text == self._before):
            return
        self.hand_in()
        self._about, self._before = about, text
        self.setPlainText(text)

    def hand_in(self) -> None:
        """Tell what was written, if anything was."""
        text = self.toPlainText().strip()
        if self._about and text != self._before.strip():
            self._before = text
            self.written.emit(self._about, text)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written counts."""
        super().focusOutEvent(event)
        self.hand_in()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """What was written counts, even where the window is closed upon it."""
        super().hideEvent(event)
        self.hand_in()
