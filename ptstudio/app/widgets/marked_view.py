"""A text with places marked in the colours of their classes, and below it which colour is which; knows no model."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_marks import class_colour
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.passage_view import TextBox
from ptstudio.app.widgets.text import label
from ptstudio.app.word_marks import ClassMark, class_marks
from ptstudio.core.marked_text import quoted
from ptstudio.core.prediction import FoundSpan
from ptstudio.core.sample_classes import ANSWER

BETWEEN = "   "


class MarkedView(QWidget):
    """Marks can be told without their colours, too: they are read aloud, and shown where the mouse rests."""

    def __init__(self, name: str, most_lines: int) -> None:
        super().__init__()
        self.text, self.legend = TextBox(most_lines), TextBox(2)
        self.legend.setProperty("kind", "legend")
        self.text.setAccessibleName(name)
        self.legend.setAccessibleName(tr("Which colour is which class"))
        colours = label(tr("Colours"), "small")
        colours.setWordWrap(False)
        titled = row(colours, self.legend, gap=Space.small)
        titled.setStretch(1, 1)
        self.key = QWidget()
        self.key.setLayout(titled)
        self.setLayout(column(self.text, self.key, gap=Space.tight))

    def show_marked(self, text: str, spans: Sequence[FoundSpan], beside: Sequence[FoundSpan] = ()) -> None:
        """Show a text with these places marked, in the colours in which those `beside` are marked elsewhere."""
        classes = sorted({span.label for span in (*spans, *beside)})
        self.text.show_text(text)
        self.text.show_marks(class_marks(text, spans), lambda mark: class_colour(mark.label, classes))
        words = tr("Marked: {places}", places=quoted(text, spans)) if spans else tr("Nothing is marked.")
        self.text.setAccessibleDescription(words)
        self.text.setToolTip(words)
        self._show_legend(classes)

    def _show_legend(self, classes: Sequence[str]) -> None:
        """An answer explains itself."""
        marks, at = [], 0
        for name in classes:
            marks.append(ClassMark(at, at + len(name), name))
            at += len(name) + len(BETWEEN)
        self.key.setVisible(bool(set(classes) - {ANSWER}))
        self.legend.show_text(BETWEEN.join(classes))
        self.legend.show_marks(marks, lambda mark: class_colour(mark.label, classes))
