"""What is being added to the library right now, with a way to stop it; hidden while nothing is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label


class AddingBar(QFrame):
    """`stop_requested` is emitted when a person wants no more of it."""

    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.title, self.stage = label("", "heading"), label("", "muted")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Progress of adding a model"))
        self.stop = Button(tr("Stop"), "plain", "stop", tr("Stop adding; the library stays as it was."))
        self.stop.clicked.connect(self.stop_requested)
        words = column(self.title, self.stage, bar, gap=Space.tight)
        inside = row(words, self.stop, gap=Space.large, margin=Space.medium)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.hide()

    def show_work(self, name: str, stage: str, waiting: int = 0) -> None:
        """Show what is being added, how far it is in words, and how many more wait."""
        more = tr("Adding “{name}”; {count} more to come", name=name, count=waiting)
        self.title.setText(more if waiting else tr("Adding “{name}”", name=name))
        self.stage.setText(stage or tr("Starting a worker that reads it safely: nothing in the file is ever run."))
        self.setAccessibleName(self.title.text())
        self.show()
