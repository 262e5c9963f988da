"""The colours of words that spoke for an answer and against it, told apart by everybody, on either ground."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.colour_mixing import mixed
from ptstudio.app.theme import SERIES, Space, theme
from ptstudio.app.translation import tr

FOR, FOR_ON_DARK, AGAINST = SERIES[0], SERIES[4], SERIES[1]
STRONGEST = 0.45
"""How much of a word's ground is colour at most; more would take the contrast from its letters."""
FAINTEST = 0.06
"""How much it is at least, so that a word that counted can be told from one that did not."""
SWATCH = 14
STEPS = 5


def word_colour(weight: float, ground: str = "surface") -> QColor:
    """The ground of a word: blue for the answer, orange against it, the stronger the more the word counted."""
    strength = FAINTEST + (STRONGEST - FAINTEST) * min(abs(weight), 1.0)
    spoke_for = FOR_ON_DARK if theme().is_dark else FOR
    return mixed(theme().colour(ground), QColor(spoke_for if weight > 0 else AGAINST), strength)


class WordLegend(QWidget):
    """What the colours mean: from all against the answer to all for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Orange words spoke against the answer, blue words for it."))
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """Both words, and the colours between them."""
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(text) for text in _ends())
        return QSize(words + 2 * STEPS * SWATCH + 2 * Space.small, max(metrics.height(), SWATCH) + Space.tight)

    @override
    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setPen(theme().colour("muted"))
        against, spoke_for = _ends()
        base = (self.height() + painter.fontMetrics().ascent() - painter.fontMetrics().descent()) // 2
        painter.drawText(0, base, against)
        left = painter.fontMetrics().horizontalAdvance(against) + Space.small
        for place, step in enumerate((*range(-STEPS, 0), *range(1, STEPS + 1))):
            box = QRectF(left + place * SWATCH, (self.height() - SWATCH) / 2, SWATCH, SWATCH)
            painter.fillRect(box, word_colour(step / STEPS))
        painter.drawText(left + 2 * STEPS * SWATCH + Space.small, base, spoke_for)
        painter.end()


def _ends() -> tuple[str, str]:
    return tr("against"), tr("for the answer")
