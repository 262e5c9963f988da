"""A text to read, or a pair of them, on request with the words coloured that decided; knows no model."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_marks import class_colour
from ptstudio.app.widgets.layout import clear, column
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.word_colours import word_colour
from ptstudio.app.word_marks import ClassMark, Mark, class_marks, marks_of, shown, strongest
from ptstudio.core.prediction import FoundSpan, WordWeights

LEAST_LINES = 2
AnyMark = TypeVar("AnyMark", Mark, ClassMark)


class PassageView(QWidget):
    """One box for each text; with `most_lines` each is as high as its text needs, up to so many lines."""

    def __init__(self, most_lines: int = 0) -> None:
        super().__init__()
        self._most_lines = most_lines
        self._passage = Passage("")
        self._weights: WordWeights | None = None
        self.boxes: list[TextBox] = []
        self._inside = column()
        self.setLayout(self._inside)

    @property
    def passage(self) -> Passage:
        """What is shown."""
        return self._passage

    def show_passage(self, passage: Passage) -> None:
        """Show another text, no word of it coloured."""
        is_alike = len(self.boxes) == len(passage.texts) and self._passage.names == passage.names
        self._passage, self._weights = passage, None
        if not is_alike:
            self._make_boxes(len(passage.texts))
        for box, text in zip(self.boxes, passage.texts, strict=True):
            box.show_text(text)
            if not self._most_lines:
                self._inside.setStretchFactor(box, _room_for(text, passage))
        self._describe()

    def show_weights(self, weights: WordWeights | None) -> None:
        """Colour the words that decided, or none."""
        self._weights = weights
        for number, (box, text) in enumerate(zip(self.boxes, self._passage.texts, strict=True)):
            marks = [] if weights is None else marks_of(weights, number, text)
            box.show_marks(marks, lambda mark: word_colour(mark.weight))
        self._describe()

    def show_spans(self, spans: Sequence[FoundSpan]) -> None:
        """Mark these places of the first text, in the colours of their classes, and nothing else."""
        classes = sorted({span.label for span in spans})
        marks = class_marks(self._passage.text, spans)
        self.boxes[0].show_marks(marks, lambda mark: class_colour(mark.label, classes))

    def _make_boxes(self, count: int) -> None:
        clear(self._inside)
        self.boxes = [TextBox(self._most_lines) for _ in range(count)]
        for name_of_pair, box in zip(self._passage.names, self.boxes, strict=False):
            name = tr("Text") if count == 1 else tr(name_of_pair)
            box.setAccessibleName(name)
            if count > 1:
                self._inside.addWidget(label(name, "small"))
            self._inside.addWidget(box)

    def _describe(self) -> None:
        words = weights_words(self._weights, self._passage) if self._weights is not None else ""
        for box in self.boxes:
            box.setAccessibleDescription(words)


class TextBox(QTextEdit):
    """Plain text to read and to copy, whose words can be marked; marks change no letter's shape or place."""

    def __init__(self, most_lines: int = 0) -> None:
        super().__init__()
        self._most_lines, self._is_fitting = most_lines, False
        self.marks: Sequence[Mark | ClassMark] = []
        self._colours: list[Callable[[], QColor]] = []
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(Space.small)
        vertical = QSizePolicy.Policy.Fixed if most_lines else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        if most_lines:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().changed.connect(self._colour)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.marks, self._colours = [], []
        self.setPlainText(shown(text))
        self._colour()
        self._fit()

    def show_marks(self, marks: Sequence[AnyMark], colour_of: Callable[[AnyMark], QColor]) -> None:
        """Mark these words, and no others; their colours are asked for again when the theme is switched."""
        self.marks = marks
        self._colours = [partial(colour_of, mark) for mark in marks]
        self._colour()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text needs at this width."""
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """The style has its margins only now."""
        super().showEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """A few words of it."""
        return QSize(120, LEAST_LINES * self.fontMetrics().lineSpacing() + 2 * Space.small)

    def _fit(self) -> None:
        """Neither width nor height depends on whether there is a scroll bar now, so that this comes to rest."""
        if not self._most_lines or self._is_fitting:
            return
        self._is_fitting = True
        bar, policy = self.verticalScrollBar(), Qt.ScrollBarPolicy
        width = self.viewport().width() + (bar.width() if bar.isVisible() else 0)
        self.document().setTextWidth(width)
        most = self._most_lines * self.fontMetrics().lineSpacing() + 2 * Space.small
        needed = math.ceil(self.document().size().height())
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if needed > most else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(min(needed, most) + self.height() - self.viewport().height())
        self._is_fitting = False

    def _colour(self) -> None:
        selections = []
        for mark, colour in zip(self.marks, self._colours, strict=True):
            each = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(mark.start)
            cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
            each.cursor = cursor
            each.format.setBackground(colour())
            each.format.setForeground(theme().colour("text"))
            selections.append(each)
        self.setExtraSelections(selections)


def _room_for(text: str, passage: Passage) -> int:
    """How large a share of the height a text gets: the longest the most, and none less than a quarter of that."""
    return max(1, 4 * len(text) // max(1, *map(len, passage.texts)))


def weights_words(weights: WordWeights, passage: Passage) -> str:
    """The words that decided, for those who do not see the colours."""
    said = []
    if words := strongest(weights, passage.texts, 1):
        said.append(tr("For the answer: {words}.", words=", ".join(words)))
    if words := strongest(weights, passage.texts, -1):
        said.append(tr("Against it: {words}.", words=", ".join(words)))
    return " ".join(said) or tr("No word counted more than another.")
