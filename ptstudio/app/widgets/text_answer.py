"""What a model says of the text that stands above, on request with the words that decided; asks nobody itself."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.correction import Correction
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.passage_view import PassageView
from ptstudio.app.widgets.prediction_view import prediction_view
from ptstudio.app.widgets.text import label
from ptstudio.app.widgets.word_colours import WordLegend
from ptstudio.core.prediction import Prediction, WordWeights

MOST_LINES = 10


class TextAnswer(QFrame):
    """An answer stays until the next one is there, so that nothing flickers while somebody types.

    `correction` says what a person thinks of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.state, self.facts = label("", "muted"), label("", "small")
        self.facts.setWordWrap(False)
        self.caution = label("", "muted")
        self._said = QVBoxLayout()
        self.words, self.legend = PassageView(MOST_LINES), WordLegend()
        self._words_title = label(tr("Which words decided"), "heading")
        top = row(label(tr("The answer"), "heading"), self.facts)
        top.setStretch(0, 1)
        titled = row(self._words_title, self.legend)
        titled.setStretch(0, 1)
        self.correction = Correction()
        parts = (top, self.state, self._said, self.caution, self.correction, titled, self.words, None)
        self.setLayout(column(*parts, gap=Space.small, margin=Space.medium))
        self.show_state("")

    def show_state(self, text: str) -> None:
        """There is no answer; say why not."""
        clear(self._said)
        self.state.setText(text)
        self.state.show()
        self.facts.clear()
        self.caution.hide()
        self.correction.show_nothing()
        self.show_words(None, None)

    def show_answer(self, prediction: Prediction, text: str, facts: str, caution: str) -> None:
        """Show what was said of a text, how long it took and by whom, and why it is to be taken with care, if it is."""
        clear(self._said)
        view = prediction_view(prediction, text)
        self._said.addWidget(view)
        self.setAccessibleName(f"{view.accessibleName()} {caution}".strip())
        self.state.hide()
        self.facts.setText(facts)
        self.caution.setText(caution)
        self.caution.setVisible(bool(caution))

    def show_words(self, passage: Passage | None, weights: WordWeights | None) -> None:
        """Show the words that decided, where they are wanted and known."""
        is_known = passage is not None and weights is not None
        for part in (self._words_title, self.legend, self.words):
            part.setVisible(is_known)
        if passage is not None and weights is not None:
            about = tr("Which words decided on “{answer}”", answer=weights.answer)
            self._words_title.setText(about if weights.answer else tr("Which words decided"))
            self.words.show_passage(passage)
            self.words.show_weights(weights)
