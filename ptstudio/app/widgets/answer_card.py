"""One picture and what a model says of it, with a way to say that it is wrong; knows no worker and no project."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ptstudio.app.overlay import least_of
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.correction import Correction
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.found_view import FoundView
from ptstudio.app.widgets.layer_box import LayerBox
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.text import Button, Sign, label
from ptstudio.core.prediction import Prediction

SIDE, LARGER_SIDE = 176, 232
"""Of the picture, and of one in which something was found."""
LEAST_WIDTH = 500


class AnswerCard(QFrame):
    """`correction` says what a person thinks of the answer; `enlarged` when the picture is wanted large, with what was
    found in it; `least_chosen(probability)` when a person says how sure that must be.
    """

    enlarged = Signal()
    least_chosen = Signal(float)

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self._name = name
        self.picture = LayerBox(SIDE)
        self.enlarge = Button(tr("Look closer"), icon_name="zoom-in")
        self.enlarge.clicked.connect(self.enlarged)
        self.enlarge.hide()
        self.facts = label("", "small")
        self.facts.setWordWrap(False)
        self._said = QVBoxLayout()
        self._said.setSpacing(Space.small)
        self.correction = Correction()
        top = row(ElidedLabel(name, "heading", tip), self.facts)
        top.setStretch(0, 1)
        words = column(top, self._said, row(self.enlarge, None), None, self.correction)
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

    def show_answer(self, prediction: Prediction, facts: str, classes: Sequence[str], caution: str = "") -> None:
        """Show what was said; `facts` is how long it took and by whom, `classes` what the model chooses among, and
        `caution` why the answer is to be taken with care.
        """
        view = prediction_view(prediction, classes=classes)
        said = f"{view.accessibleName()} {caution}".strip()
        self.setAccessibleName(tr("{file}. {answer}", file=self._name, answer=said))
        self._show(view, *([boxed(_signed(Sign("info", "accent"), label(caution, "muted")))] if caution else []))
        self.facts.setText(facts)
        if isinstance(view, FoundView):
            self._show_found(view, least_of(view.overlay))
        else:
            self.correction.offer([each for each in classes if each != prediction.said])

    def _show_found(self, view: FoundView, least: float) -> None:
        """Things in a picture are not put right by naming a class; they can be looked at."""
        self.picture.setFixedSize(LARGER_SIDE, LARGER_SIDE)
        self.picture.show_least(least)
        view.chosen.connect(self.picture.show_least)
        view.chosen.connect(self.least_chosen)
        self.enlarge.show()

    def show_least(self, least: float) -> None:
        """Show what is at least so probable."""
        self.picture.show_least(least)
        for view in self.findChildren(FoundView):
            view.show_least(least)

    def _show(self, *parts: QWidget) -> None:
        clear(self._said)
        for part in parts:
            self._said.addWidget(part)
        self.facts.clear()
        self.enlarge.hide()
        self.correction.show_nothing()


def _signed(sign: Sign, words: QLabel) -> QHBoxLayout:
    line = row(sign, words)
    line.setStretch(1, 1)
    return line
