"""Texts in which something was marked wrongly, one at a time: what is marked in the data above what was found."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.marked_view import MarkedView
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import within
from ptstudio.core.marked_words import WORDS, told
from ptstudio.core.report import MarkedMistakes

MOST_LINES = 10


class MarkedDialog(QDialog):
    """`passage_of` knows the text of a sample, and the other one beside it where there is one."""

    def __init__(
        self, section: MarkedMistakes, place: int, passage_of: Callable[[str], Passage], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._section, self._place, self._passage_of = section, place, passage_of
        words = WORDS[section.of]
        heading_true, heading_said = tr(words.heading_true), tr(words.heading_said)
        self.setWindowTitle(tr("A text"))
        self.resize(within(parent, 880, 600))
        self.beside = label("", "heading")
        self.truth, self.said = label("", "muted"), label("", "muted")
        self.true = MarkedView(heading_true, MOST_LINES)
        self.found = MarkedView(heading_said, MOST_LINES)
        self.back = Button(tr("Previous"), icon_name="back", tip=tr("The text before (left arrow key)"))
        self.next = Button(tr("Next"), icon_name="next", tip=tr("The text after (right arrow key)"))
        self._count = label("", "muted")
        self._count.setWordWrap(False)
        close = Button(tr("Close"))
        close.clicked.connect(self.close)
        for button, step, key in ((self.back, -1, Qt.Key.Key_Left), (self.next, 1, Qt.Key.Key_Right)):
            button.clicked.connect(lambda _=False, step=step: self.go(step))
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        above = column(
            self.beside,
            label(heading_true, "heading"), self.truth, self.true,
            label(heading_said, "heading"), self.said, self.found, None,
            gap=Space.small,
        )  # fmt: skip
        below = row(self.back, self._count, self.next, None, close)
        whole = column(above, below, gap=Space.medium, margin=Space.medium)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.go(0)
        self.next.setFocus()

    def go(self, step: int) -> None:
        """Go to another text, by so many places."""
        place, mistakes, of = self._place + step, self._section.mistakes, self._section.of
        if not 0 <= place < len(mistakes):
            return
        self._place, mistake = place, mistakes[place]
        passage = self._passage_of(mistake.sample)
        text, beside = passage.text, passage.pair
        self.beside.setText(tr("{name}: {words}", name=tr(passage.names[1]), words=beside))
        self.beside.setVisible(bool(beside))
        for words, spans in ((self.truth, mistake.truth), (self.said, mistake.said)):
            words.setText(told(text, spans, of, tr))
        self.true.show_marked(text, mistake.truth, mistake.said)
        self.found.show_marked(text, mistake.said, mistake.truth)
        self._count.setText(tr("{place} of {count}", place=place + 1, count=len(mistakes)))
        self.back.setEnabled(place > 0)
        self.next.setEnabled(place < len(mistakes) - 1)
