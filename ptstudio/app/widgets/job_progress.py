"""A job under way: what it does, how far it is, how long it will take, and a Stop; knows no run."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.measured_bar import show_share
from ptstudio.app.widgets.text import Button, label


class JobProgress(QFrame):
    """`stopped` is emitted when a person asks for it."""

    stopped = Signal()

    def __init__(self, stop_tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._title = label("", "heading")
        self._words = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self.stop = Button(tr("Stop"), icon_name="stop", tip=stop_tip)
        self.stop.clicked.connect(self._stop)
        text = column(self._title, self._bar, self._words, gap=Space.tight)
        inside = row(text, self.stop, gap=Space.large, margin=Space.medium)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.hide()

    def show_progress(self, title: str, words: str, done: int = 0, total: int | None = None) -> None:
        """Show how far it is; the bar moves to and fro where the end is not known."""
        self._title.setText(title)
        self._words.setText(words)
        show_share(self._bar, done, total)
        if not self.isVisible():
            self.stop.setEnabled(True)
        self.show()

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._words.setText(tr("Stopping…"))
        self.stopped.emit()
