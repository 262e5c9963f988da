"""How long texts are against what the network reads of them, and where the longest are cut off."""

from typing_extensions import override

from ptstudio.app import lengths_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.cut_text_view import CutTextView
from ptstudio.app.widgets.layout import clear, column
from ptstudio.app.widgets.length_bars import LengthBars
from ptstudio.app.widgets.preview_view import PreviewView, PreviewWords
from ptstudio.app.widgets.text import label
from ptstudio.core.lengths import Lengths
from ptstudio.core.preview import Preview


class LengthsView(PreviewView):
    """Figures, a small chart, what can be done, and a few texts that are cut off."""

    shows = Lengths

    def __init__(self) -> None:
        super().__init__()
        self.figures, self.advice = label("", "small"), label("", "body")
        self.bars = LengthBars()
        self._examples = column()
        self.setLayout(column(self.bars, self.figures, self.advice, self._examples))

    @override
    def words(self) -> PreviewWords:
        return PreviewWords(
            heading=tr("How long the texts are"),
            ask=tr("Show lengths"),
            icon="text",
            nothing=tr(
                "A network reads only so much of a text, and what comes after that is cut off. See how long yours are, "
                "and what would not be read."
            ),
            busy=tr("Counting as the model reads…"),
        )

    @override
    def show_preview(self, preview: Preview) -> tuple[str, str]:
        if not isinstance(preview, Lengths):
            raise TypeError(f"Lengths expected, not {type(preview).__name__}")
        self.bars.show_lengths(preview.tokens, preview.limit)
        self.figures.setText(lengths_words.how_long(preview))
        advice = lengths_words.what_to_do(preview)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        clear(self._examples)
        for text in preview.examples:
            self._examples.addWidget(CutTextView(text, preview.limit))
        return lengths_words.headline(preview)
