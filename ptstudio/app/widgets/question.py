"""A question before something is taken away: yes or no, with words for what each means."""

from PySide6.QtWidgets import QDialog, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, Sign, label

_WIDTH = 440


class Question(QDialog):
    """Escape and Return mean no, so that nothing is lost by haste."""

    def __init__(self, parent: QWidget, title: str, text: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.agree, self.stay = Button(yes, "danger"), Button(tr("Cancel"))
        for button in (self.agree, self.stay):
            button.setAutoDefault(True)
        self.stay.setDefault(True)
        self.agree.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
        words = column(label(title, "heading"), label(text), None, gap=Space.small)
        top = row(column(Sign("attention", "warning", 24), None), words, gap=Space.medium)
        top.setStretch(1, 1)
        self.setLayout(column(top, row(None, self.stay, self.agree), gap=Space.large, margin=Space.large))
        self.setMinimumWidth(_WIDTH)
        self.stay.setFocus()


def is_confirmed(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Ask, and wait for the answer."""
    question = Question(parent, title, text, yes)
    is_agreed = question.exec() == QDialog.DialogCode.Accepted
    question.deleteLater()
    return is_agreed
