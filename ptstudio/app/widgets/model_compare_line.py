"""Which models are ticked to be compared, and the way to their comparison."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame

from ptstudio.app.model_comparison import MOST
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.text import Button


class CompareLine(QFrame):
    """Hidden while nothing is ticked; what the buttons do is the owner's."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.words = ElidedLabel("")
        self.compare = Button(tr("Compare side by side"), "plain", "look")
        self.clear = Button(tr("Clear"), "quiet", "close", tr("Tick no model any more"))
        inside = row(self.words, self.compare, self.clear, gap=Space.small, margin=Space.small)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.hide()

    def show_titles(self, titles: Sequence[str]) -> None:
        """Name the models that are ticked."""
        self.setVisible(bool(titles))
        self.compare.setEnabled(len(titles) > 1)
        self.compare.setToolTip("" if len(titles) > 1 else tr("Tick at least two models."))
        self.words.show_text(tr("{count} of up to {most} ticked: {names}", count=len(titles), most=MOST,
                                names=", ".join(titles)))  # fmt: skip
