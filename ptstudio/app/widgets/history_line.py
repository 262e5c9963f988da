"""How much estimates have learned from on this machine, and a button that forgets it."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.history import forget_history, history_file, read_history


class HistoryLine(QWidget):
    """A sentence that tells what is remembered; its tool tip says where it lies."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("")
        self.words.setToolTip(tr("It lies in {file}, and is sent to nobody.", file=str(history_file())))
        self.forget = Button(
            tr("Forget"), "plain", "remove", tr("Forget how long earlier trainings took and what they drew")
        )
        self.forget.setAccessibleDescription(self.forget.toolTip())
        self.forget.clicked.connect(self._forget)
        line = row(self.words, self.forget, gap=Space.medium)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.refresh()

    def refresh(self) -> None:
        """Say how many trainings are remembered."""
        count = len(read_history())
        self.forget.setEnabled(count > 0)
        if count == 0:
            self.words.setText(tr("There is no training to learn from yet."))
        elif count == 1:
            self.words.setText(tr("They learn from one training on this machine."))
        else:
            self.words.setText(tr("They learn from {count} trainings on this machine.", count=count))

    def _forget(self) -> None:
        try:
            forget_history()
        except OSError as error:
            self.words.setText(tr("It cannot be deleted: {reason}.", reason=error.strerror or str(error)))
        else:
            self.refresh()
