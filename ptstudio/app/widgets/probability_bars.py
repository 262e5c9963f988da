"""Bars for probabilities, one below the other; knows no prediction."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.formats import share
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr

LABEL_SHARE = 0.36
"""How much of the width the names may take."""
BAR = 12
LEAST_WIDTH = 220


@dataclass(frozen=True)
class Bar:
    """A name and how probable it is (0 to 1), whether it belongs to the answer, and from where on it does, if that is
    to be shown.
    """

    label: str
    probability: float
    is_answer: bool
    threshold: float | None = None


class ProbabilityBars(QWidget):
    """Each name with a bar and a figure; what belongs to the answer stands out by weight, not by colour alone."""

    def __init__(self, bars: Sequence[Bar]) -> None:
        super().__init__()
        self._bars = bars
        said = [tr("{label}: {share}", label=each.label, share=share(each.probability)) for each in bars]
        self.setAccessibleName(tr("Answer with probabilities: {list}", list=", ".join(said)))
        self.setToolTip("\n".join(said))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(2 * LEAST_WIDTH, self._row_height() * len(self._bars))

    @override
    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(LEAST_WIDTH, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(len(self._bars)):
            self._paint_row(painter, place)
        painter.end()

    def _paint_row(self, painter: QPainter, place: int) -> None:
        each = self._bars[place]
        height, top = self._row_height(), place * self._row_height()
        widest = QFontMetrics(theme().font("body", is_bold=True))
        figure_width = widest.horizontalAdvance(share(1.0)) + Space.small
        wanted = max(widest.horizontalAdvance(other.label) for other in self._bars) + Space.medium
        label_width = min(wanted, round(LABEL_SHARE * self.width()))
        painter.setFont(theme().font("body", is_bold=each.is_answer))
        painter.setPen(theme().colour("text"))
        room = label_width - Space.small
        label = painter.fontMetrics().elidedText(each.label, Qt.TextElideMode.ElideRight, room)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, label_width, height), Qt.AlignmentFlag.AlignLeft | middle, label)
        figure = QRectF(self.width() - figure_width, top, figure_width, height)
        painter.drawText(figure, Qt.AlignmentFlag.AlignRight | middle, share(each.probability))
        track = QRectF(label_width, top + (height - BAR) / 2, self.width() - label_width - figure_width, BAR)
        self._paint_bar(painter, track, each.probability, "accent" if each.is_answer else "muted")
        if each.threshold is not None:
            at = track.left() + each.threshold * track.width()
            painter.setPen(QPen(theme().colour("text"), 2))
            painter.drawLine(QPointF(at, track.top() - 2), QPointF(at, track.bottom() + 2))

    def _paint_bar(self, painter: QPainter, track: QRectF, filled: float, colour: str) -> None:
        rounded = QPainterPath()
        rounded.addRoundedRect(track, BAR / 2, BAR / 2)
        painter.fillPath(rounded, theme().colour("raised"))
        painter.save()
        painter.setClipPath(rounded)
        painter.fillRect(QRectF(track.left(), track.top(), track.width() * filled, BAR), theme().colour(colour))
        painter.restore()

    def _row_height(self) -> int:
        return self.fontMetrics().height() + Space.medium
