"""A way to say that an answer is wrong and what is right, and what became of that; knows no worker and no project."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.label_field import LabelField
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.text import Button, Sign, label

MOST_CHOICES = 24
"""With more classes than this, a name is typed (and completed) instead of looked for in a menu."""


class Correction(QWidget):
    """A button with its menu, then a field for another class, then what was done: one of them at a time, or nothing.

    `corrected(label)` when a person says what it really is, `undo_requested` when that was a mistake.
    """

    corrected = Signal(str)
    undo_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._labels: tuple[str, ...] = ()
        self.wrong = Button(tr("This is wrong"), "plain", "wrong", tr("Say what it is, for the next training"))
        self.menu = QMenu(self.wrong)
        self.wrong.setMenu(self.menu)
        self.asking = LabelField()
        self.asking.given.connect(self.corrected)
        self.asking.left.connect(self.show_taken_back)
        self.kept_words = label("", "good")
        self.undo = Button(tr("Undo"), "quiet", "undo", tr("Take it out of the inbox"))
        self.undo.clicked.connect(self.undo_requested)
        inside = row(Sign("done", "good"), self.kept_words, self.undo)
        inside.setStretch(1, 1)
        self.kept = boxed(inside)
        parts = column(self.wrong, self.asking, self.kept)
        parts.setAlignment(self.wrong, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(parts)
        self.show_nothing()

    def show_nothing(self) -> None:
        """There is no answer that could be wrong."""
        self._show(None)

    def offer(self, labels: Sequence[str]) -> None:
        """There is an answer; `labels` are what could be right instead."""
        self._labels = tuple(labels)
        self._fill_menu()
        self._show(self.wrong)

    def show_kept(self, right_label: str, *, is_taken_in: bool) -> None:
        """The sample lies in the inbox under this label, or, taken in, is part of the data for good."""
        in_data = tr("In your data as “{label}”", label=right_label)
        self.kept_words.setText(in_data if is_taken_in else tr("In the inbox as “{label}”", label=right_label))
        self.undo.setVisible(not is_taken_in)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self._show(self.kept)
        if had_focus and not is_taken_in:
            self.undo.setFocus()

    def show_taken_back(self) -> None:
        """The sample is no longer in the inbox."""
        self._show(self.wrong)
        self.wrong.setFocus()

    def _fill_menu(self) -> None:
        self.menu.clear()
        if len(self._labels) <= MOST_CHOICES:
            for each in self._labels:
                self.menu.addAction(each.replace("&", "&&"), partial(self.corrected.emit, each))
            self.menu.addSeparator()
        self.menu.addAction(tr("Another class…"), self._ask)

    def _ask(self) -> None:
        self._show(self.asking)
        self.asking.ask(self._labels)

    def _show(self, shown: QWidget | None) -> None:
        for part in (self.wrong, self.asking, self.kept):
            part.setVisible(part is shown)
        self.setVisible(shown is not None)
