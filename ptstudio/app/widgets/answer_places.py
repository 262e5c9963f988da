"""The answer to a question: in its text, where that is known, and below it what else might answer it, and how sure."""

from PySide6.QtWidgets import QWidget

from ptstudio.app.formats import share
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.marked_view import MarkedView
from ptstudio.app.widgets.text import label
from ptstudio.core.prediction import Answers, FoundSpan

MOST_LINES = 10


class AnswerPlaces(QWidget):
    """The best answer is marked and stands first, be it that there is none."""

    def __init__(self, found: Answers, text: str = "") -> None:
        super().__init__()
        none = tr("There is no answer in the text: {share}", share=share(found.none, 0))
        lines = [_line(place) for place in found.places]
        lines.insert(0 if found.best is None else len(lines), none)
        self.lines = [label(line, "heading" if not place else "muted") for place, line in enumerate(lines)]
        self.marked = MarkedView(tr("The text with the answer"), MOST_LINES)
        self.setLayout(column(self.lines[0], self.marked, *self.lines[1:], gap=Space.tight))
        self.marked.show_marked(text, [found.best] if found.best is not None else [])
        self.marked.setVisible(bool(text))
        self.setAccessibleName(tr("Answers, the best first: {list}", list="; ".join(lines)))


def _line(place: FoundSpan) -> str:
    return tr("“{marked}”, {share}", marked=place.text, share=share(place.probability, 0))
