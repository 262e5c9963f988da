"""How many corrected samples wait, and what can be done with them; knows no project."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app import sample_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, Sign, label


class InboxLine(QFrame):
    """Hidden while nothing waits; `open_requested` and `use_requested` when a person asks for it."""

    open_requested = Signal()
    use_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._sign = Sign("drop", "accent")
        self.words = label("")
        self.open = Button(tr("Open folder"), "quiet", "open")
        self.use = Button(tr("Import the next revision…"), icon_name="data")
        self.open.clicked.connect(self.open_requested)
        self.use.clicked.connect(self.use_requested)
        inside = row(self._sign, self.words, self.open, self.use, margin=Space.small)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.hide()

    def show_count(self, number: int, kind: str) -> None:
        """Show how many samples wait; `kind` says what they are."""
        self.words.setText(sample_words.corrected_wait(kind, number))
        self.setVisible(number > 0)
