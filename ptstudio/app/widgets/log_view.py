"""Lines of text that grow at the end, and a second text that was printed; knows no run."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QStackedWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label

MOST_LINES = 5000


class LogView(QFrame):
    """What happened, in plain words; `printed_wanted(bool)` when a person switches to what the worker printed."""

    printed_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.words = _text(tr("What happened"))
        self.printed = _text(tr("What the worker printed"))
        self.printed.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.printed)
        self._stack.setMinimumHeight(220)
        self.switch = Button(tr("Show what the worker printed"), "quiet", "terminal")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._switch)
        top = row(label(tr("Log"), "heading"), self.switch)
        top.setStretch(0, 1)
        inside = column(top, self._stack, gap=Space.small, margin=Space.medium)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def start_anew(self) -> None:
        """Another run is shown."""
        self.words.clear()
        self.printed.clear()

    def add_lines(self, lines: Sequence[str]) -> None:
        """Add lines at the end."""
        if lines:
            self.words.appendPlainText("\n".join(lines))

    def show_printed(self, text: str) -> None:
        """Show what was printed in place of what was shown, its end in view."""
        shown = text or tr("Nothing was printed.")
        if shown != self.printed.toPlainText():
            self.printed.setPlainText(shown)
            self.printed.moveCursor(QTextCursor.MoveOperation.End)

    def _switch(self, is_printed: bool) -> None:
        self._stack.setCurrentWidget(self.printed if is_printed else self.words)
        self.switch.setText(tr("Show it in plain words") if is_printed else tr("Show what the worker printed"))
        self.printed_wanted.emit(is_printed)


def _text(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setMaximumBlockCount(MOST_LINES)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    return made
