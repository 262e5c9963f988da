"""What was taken away and can still be brought back, in one line; knows nothing of what it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, Sign, label


class TrashLine(QFrame):
    """`back_requested` and, where it `can_end`, `end_requested` when a person asks for it."""

    back_requested = Signal()
    end_requested = Signal()

    def __init__(self, back_tip: str, *, can_end: bool) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.words = label("")
        self.back = Button(tr("Bring back"), "quiet", "undo", back_tip)
        self.end = Button(tr("Delete for good…"), "danger", "remove")
        if not can_end:
            self.end.hide()
        self.back.clicked.connect(self.back_requested)
        self.end.clicked.connect(self.end_requested)
        inside = row(Sign("remove", "muted"), self.words, self.back, self.end, margin=Space.small)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.hide()
