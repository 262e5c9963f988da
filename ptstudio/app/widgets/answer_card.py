"""One picture and what a model says of it, with a way to say that it is wrong; knows no worker and no project."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.correction import Correction
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.picture_box import PictureBox
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.text import Sign, label
from ptstudio.core.prediction import Prediction

SIDE = 176
LEAST_WIDTH = 500


class AnswerCard(QFrame):
    """`correction` says what a person thinks of the answer."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self._name = name
        self.picture = PictureBox(SIDE)
        self.facts = label("", "small")
        self.facts.setWordWrap(False)
        self._said = QVBoxLayout()
        self._said.setSpacing(Space.small)
        self.correction = Correction()
        top = row(ElidedLabel(name, "heading", tip), self.facts)
        top.setStretch(0, 1)
        words = column(top, self._said, None, self.correction)
        inside = row(self.picture, words, gap=Space.medium, margin=Space.medium)
        inside.setAlignment(self.picture, Qt.AlignmentFlag.AlignTop)
        inside.setStretch(1, 1)
        self.setLayout(inside)

    def show_waiting(self, text: str) -> None:
        """There is no answer yet; `text` says what it waits for."""
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(text)
        self._show(label(text, "muted"), bar)

    def show_nothing(self, text: str) -> None:
        """There is no answer, and none is on its way."""
        self._show(label(text, "muted"))

    def show_problem(self, message: str, hint: str) -> None:
        """The picture has no answer; say why, and what can be done."""
        line = _signed(Sign("attention", "warning"), label(message, "warning", is_selectable=True))
        self.setAccessibleName(tr("{file}. {answer}", file=self._name, answer=f"{message} {hint}"))
        self._show(boxed(line), label(hint, is_selectable=True))

    def show_answer(self, prediction: Prediction, facts: str, labels: Sequence[str], caution: str = "") -> None:
        """Show what was said; `facts` is how long it took and by whom, `labels` what could be right instead, and
        `caution` why the answer is to be taken with care.
        """
        view = prediction_view(prediction)
        said = f"{view.accessibleName()} {caution}".strip()
        self.setAccessibleName(tr("{file}. {answer}", file=self._name, answer=said))
        self._show(view, *([boxed(_signed(Sign("info", "accent"), label(caution, "muted")))] if caution else []))
        self.facts.setText(facts)
        self.correction.offer(labels)

    def _show(self, *parts: QWidget) -> None:
        clear(self._said)
        for part in parts:
            self._said.addWidget(part)
        self.facts.clear()
        self.correction.show_nothing()


def _signed(sign: Sign, words: QLabel) -> QHBoxLayout:
    line = row(sign, words)
    line.setStretch(1, 1)
    return line
