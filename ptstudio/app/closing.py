"""What is asked when the window is closed while something runs, and what is shown until that has saved."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget
from typing_extensions import override

from ptstudio.app import job_words
from ptstudio.app.session import Session
from ptstudio.app.supervisor import GRACE_S
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.jobs import DownloadJob, TrainJob
from ptstudio.core.run import Run

_WIDTH = 480


class Farewell(StrEnum):
    """What becomes of the running jobs."""

    STAY = "stay"
    STOP = "stop"
    GO_ON = "go-on"


class ClosingDialog(QDialog):
    """Stop and save, go on in the background where that is possible, or do not close; Escape means the last."""

    def __init__(self, runs: Sequence[Run], parent: QWidget, *, can_go_on: bool = True, queue: str = "") -> None:
        """`queue` says what becomes of the runs that wait."""
        super().__init__(parent)
        self.setWindowTitle(tr("A job is still running"))
        self.choice = Farewell.STAY
        is_kept = any(isinstance(run.job, TrainJob) for run in runs)
        is_fetched = all(isinstance(run.job, DownloadJob) for run in runs)
        self.stop = self._button(tr("Stop and save") if is_kept else tr("Stop"), "primary", Farewell.STOP)
        self.go_on = self._button(tr("Go on in the background"), "plain", Farewell.GO_ON)
        self.stay = self._button(tr("Do not close"), "plain", Farewell.STAY)
        going_on = label(tr("Go on in the background: the window closes, the work does not. It is found again when you "
                            "open the project."))  # fmt: skip
        for part in () if can_go_on else (self.go_on, going_on):
            part.hide()
        kept = tr("Stop and save: what was learned so far is kept, and you can resume it later.")
        goes_on = tr("Stop: what has arrived is kept, and the next time it goes on from there.")
        begun_again = tr("Stop: nothing is changed, and you can start it again later.")
        words = column(
            *(label(job_words.title_of(run), "heading") for run in runs),
            label(kept if is_kept else goes_on if is_fetched else begun_again),
            going_on,
            *((label(queue, "muted"),) if queue else ()),
            gap=Space.medium,
        )
        self.setLayout(column(words, row(None, self.stay, self.go_on, self.stop), gap=Space.large, margin=Space.large))
        self.setMinimumWidth(_WIDTH)
        self.stop.setDefault(True)
        self.stop.setFocus()

    def ask(self) -> Farewell:
        """Show the question, and wait for the answer."""
        self.exec()
        self.deleteLater()
        return self.choice

    def _button(self, text: str, kind: str, choice: Farewell) -> Button:
        made = Button(text, kind)
        made.setAutoDefault(True)
        made.clicked.connect(lambda: self._choose(choice))
        return made

    def _choose(self, choice: Farewell) -> None:
        self.choice = choice
        self.accept()


class SavingDialog(QDialog):
    """Shown until nothing runs any more, or for as long as a worker may take to save."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        words = tr("Stopping and saving…")
        self.setWindowTitle(words)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        self.setLayout(column(label(words, "heading"), bar, gap=Space.medium, margin=Space.large))
        self.setMinimumWidth(_WIDTH)
        session.changed.connect(self._look)

    def wait(self) -> None:
        """Return once everything has saved."""
        if self._session.running():
            QTimer.singleShot(round(1000 * GRACE_S), self, self.accept)
            self.exec()
        self._session.changed.disconnect(self._look)
        self.deleteLater()

    @override
    def reject(self) -> None:
        """It goes away by itself."""

    def _look(self) -> None:
        if not self._session.running():
            self.accept()
