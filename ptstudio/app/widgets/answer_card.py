"""One picture and what a model says of it, with a way to say that it is wrong; knows no worker and no project."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMenu, QProgressBar, QVBoxLayout, QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.label_field import LabelField
from ptstudio.app.widgets.layout import boxed, clear, column, row
from ptstudio.app.widgets.picture_box import PictureBox
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.text import Button, Sign, label
from ptstudio.core.prediction import Prediction

SIDE = 176
LEAST_WIDTH = 500
MOST_CHOICES = 24
"""With more classes than this, a name is typed (and completed) instead of looked for in a menu."""


class AnswerCard(QFrame):
    """`corrected(label)` when a person says what it really is, `undo_requested` when that was a mistake."""

    corrected = Signal(str)
    undo_requested = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self._name = name
        self._labels: tuple[str, ...] = ()
        self.picture = PictureBox(SIDE)
        self.facts = label("", "small")
        self.facts.setWordWrap(False)
        self._said = QVBoxLayout()
        self._said.setSpacing(Space.small)
        self._make_correcting()
        top = row(ElidedLabel(name, "heading", tip), self.facts)
        top.setStretch(0, 1)
        words = column(top, self._said, None, self.wrong, self.asking, self.kept)
        words.setAlignment(self.wrong, Qt.AlignmentFlag.AlignLeft)
        inside = row(self.picture, words, gap=Space.medium, margin=Space.medium)
        inside.setAlignment(self.picture, Qt.AlignmentFlag.AlignTop)
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self._show_below(None)

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
        self._labels = tuple(labels)
        self._fill_menu()
        self._show_below(self.wrong)

    def show_kept(self, right_label: str, *, is_taken_in: bool) -> None:
        """The picture lies in the inbox under this label, or, taken in, is part of the data for good."""
        in_data = tr("In your data as “{label}”", label=right_label)
        self._kept_words.setText(in_data if is_taken_in else tr("In the inbox as “{label}”", label=right_label))
        self.undo.setVisible(not is_taken_in)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._show_below(self.kept)
        if had_focus and not is_taken_in:
            self.undo.setFocus()

    def show_taken_back(self) -> None:
        """The picture is no longer in the inbox."""
        self._show_below(self.wrong)
        self.wrong.setFocus()

    def _make_correcting(self) -> None:
        """What stands at the bottom: the button with its menu, then a field for another class, then what was done."""
        self.wrong = Button(tr("This is wrong"), "plain", "wrong", tr("Say what it is, for the next training"))
        self.menu = QMenu(self.wrong)
        self.wrong.setMenu(self.menu)
        self.asking = LabelField()
        self.asking.given.connect(self.corrected)
        self.asking.left.connect(self.show_taken_back)
        self._kept_words = label("", "good")
        undo = Button(tr("Undo"), "quiet", "undo", tr("Take the picture out of the inbox"))
        undo.clicked.connect(self.undo_requested)
        kept = row(Sign("done", "good"), self._kept_words, undo)
        kept.setStretch(1, 1)
        self.kept = boxed(kept)
        self.undo = undo

    def _fill_menu(self) -> None:
        self.menu.clear()
        if len(self._labels) <= MOST_CHOICES:
            for each in self._labels:
                self.menu.addAction(each.replace("&", "&&"), partial(self.corrected.emit, each))
            self.menu.addSeparator()
        self.menu.addAction(tr("Another class…"), self._ask)

    def _ask(self) -> None:
        self._show_below(self.asking)
        self.asking.ask(self._labels)

    def _show(self, *parts: QWidget) -> None:
        clear(self._said)
        for part in parts:
            self._said.addWidget(part)
        self.facts.clear()
        self._show_below(None)

    def _show_below(self, shown: QWidget | None) -> None:
        for part in (self.wrong, self.asking, self.kept):
            part.setVisible(part is shown)


def _signed(sign: Sign, words: QLabel) -> QHBoxLayout:
    line = row(sign, words)
    line.setStretch(1, 1)
    return line
