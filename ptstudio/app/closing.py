"""What is asked when the window is closed while something runs."""

from enum import StrEnum

from PySide6.QtWidgets import QDialog, QWidget

from ptstudio.app import job_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.run import Run


class Farewell(StrEnum):
    """What becomes of the running job."""

    STAY = "stay"
    STOP = "stop"
    GO_ON = "go-on"


class ClosingDialog(QDialog):
    """Stop and save, go on in the background, or stay."""

    def __init__(self, run: Run, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("A job is still running"))
        self.choice = Farewell.STAY
        self.stop = self._button(tr("Stop and save"), "primary", Farewell.STOP)
        self.go_on = self._button(tr("Go on in the background"), "plain", Farewell.GO_ON)
        self.stay = self._button(tr("Stay"), "plain", Farewell.STAY)
        words = column(
            label(job_words.title_of(run), "heading"),
            label(tr("Stop and save: what was learned so far is kept, and you can resume it later.")),
            label(tr("Go on in the background: the window closes, the work does not. It is found again when you open "
                     "the project.")),
            gap=Space.medium,
        )  # fmt: skip
        self.setLayout(column(words, row(None, self.stay, self.go_on, self.stop), gap=Space.large, margin=Space.large))
        self.setMinimumWidth(480)
        self.stop.setDefault(True)

    def ask(self) -> Farewell:
        """Show the question; Escape means to stay."""
        self.exec()
        return self.choice

    def _button(self, text: str, kind: str, choice: Farewell) -> Button:
        made = Button(text, kind)
        made.clicked.connect(lambda: self._choose(choice))
        return made

    def _choose(self, choice: Farewell) -> None:
        self.choice = choice
        self.accept()
