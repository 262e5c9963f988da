"""What a search or a cross-validation will do, and how long or how often, asked before it starts."""

from PySide6.QtWidgets import QSpinBox, QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog

USUAL_MINUTES, MOST_MINUTES = 10, 24 * 60
USUAL_FOLDS, FEWEST_FOLDS, MOST_FOLDS = 5, 2, 20


class FindingStart(TitledDialog):
    """One number and the button that starts it."""

    def __init__(self, parent: QWidget, title: str, text: str, name: str, start: str) -> None:
        super().__init__(parent, title)
        self.number = QSpinBox()
        self.number.setAccessibleName(name)
        words = label(name)
        words.setWordWrap(False)
        words.setBuddy(self.number)
        self.start, cancel = Button(start, "primary", "play"), Button(tr("Cancel"))
        self.start.setDefault(True)
        self.start.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.lay_out(label(text), row(words, self.number, None), buttons=row(None, cancel, self.start))
        self.number.setFocus()
        self.number.selectAll()


def search_start(parent: QWidget) -> FindingStart:
    """For how many minutes."""
    asked = FindingStart(
        parent,
        tr("Search settings"),
        tr(
            "Trains again and again with other learning rates, weight decay and the like, draws conclusions from what "
            "came of it, and gives up early what does not look promising. The settings as they are now are tried "
            "first. All trials are measured on the validation samples; the test samples are not touched. It can be "
            "stopped at any time, and gone on with later."
        ),
        tr("Try for"),
        tr("Search"),
    )
    asked.number.setRange(1, MOST_MINUTES)
    asked.number.setSuffix(" " + tr("minutes"))
    asked.number.setValue(USUAL_MINUTES)
    return asked


def folds_start(parent: QWidget) -> FindingStart:
    """Into how many folds."""
    asked = FindingStart(
        parent,
        tr("Cross-validate"),
        tr(
            "Divides the training and validation samples into parts, and trains once for each: on the others, to be "
            "measured on that one. So every sample is answered by a network that has not seen it, and one sees how far "
            "the result hangs on chance. It takes about as long as so many trainings. The test samples are not touched."
        ),
        tr("Parts (folds)"),
        tr("Cross-validate"),
    )
    asked.number.setRange(FEWEST_FOLDS, MOST_FOLDS)
    asked.number.setValue(USUAL_FOLDS)
    return asked
