"""The marked places of a text: in the text, where that is known, and one by one with how sure each is."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.formats import share
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.marked_view import MarkedView
from ptstudio.app.widgets.text import label
from ptstudio.core.prediction import FoundSpan, Spans

MOST, MOST_LINES = 12, 10


class SpanList(QWidget):
    """What was marked, in the order of the text; of many the first."""

    def __init__(self, found: Spans, text: str = "") -> None:
        super().__init__()
        lines = [_line(span) for span in found.spans[:MOST]] or [tr("Nothing is marked.")]
        if len(found.spans) > MOST:
            lines.append(tr("… and {count} more", count=len(found.spans) - MOST))
        self.lines = [label(line) for line in lines]
        self.marked = MarkedView(tr("The text with what was marked"), MOST_LINES)
        self.setLayout(column(self.marked, *self.lines, gap=Space.tight))
        self.marked.show_marked(text, found.spans)
        self.marked.setVisible(bool(text))
        self.setAccessibleName(tr("Marked in the text: {list}", list="; ".join(lines)))


def _line(span: FoundSpan) -> str:
    return tr("{label}: “{marked}”, {share}", label=span.label, marked=span.text, share=share(span.probability, 0))
