"""How many texts are how long: a bar for each range of lengths, and a line where the network stops reading."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.length_bins import LengthBin, length_bins
from ptstudio.app.theme import SERIES, Space, theme
from ptstudio.app.translation import tr

HEIGHT = 132
LEAST_BAR = 2
"""In pixels: a few texts among thousands are seen all the same."""


class LengthBars(QWidget):
    """What is read whole, and what is cut off, are told apart by colour, by pattern and by the line between them."""

    def __init__(self) -> None:
        super().__init__()
        self._bins: list[LengthBin] = []
        self._limit = 0
        self.setAccessibleName(tr("How many texts are how long"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_lengths(self, tokens: Sequence[int], limit: int) -> None:
        """Show lengths, the shortest first, against what is read."""
        self._bins, self._limit = length_bins(tokens, limit), limit
        said = [_words(each) for each in self._bins if each.count]
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """A small chart."""
        return QSize(320, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(200, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, axis and line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        if self._bins:
            most = max(each.count for each in self._bins)
            for place, each in enumerate(self._bins):
                self._paint_bar(painter, place, each, most)
            self._paint_axis(painter)
        painter.end()

    def _paint_bar(self, painter: QPainter, place: int, each: LengthBin, most: int) -> None:
        if not each.count:
            return
        plot = self._plot()
        height = max(LEAST_BAR, plot.height() * each.count / most)
        bar = QRectF(self._x(place) + 0.5, plot.bottom() - height, plot.width() / len(self._bins) - 1, height)
        if not each.is_cut:
            painter.fillRect(bar, QColor(SERIES[4] if theme().is_dark else SERIES[0]))
            return
        ground = QColor(SERIES[1])
        ground.setAlpha(90)
        painter.fillRect(bar, ground)
        painter.fillRect(bar, QBrush(theme().colour("warning"), Qt.BrushStyle.BDiagPattern))

    def _paint_axis(self, painter: QPainter) -> None:
        plot, height = self._plot(), painter.fontMetrics().height()
        painter.setPen(QPen(theme().colour("border"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(theme().colour("muted"))
        below = QRectF(plot.left(), plot.bottom() + Space.tight, plot.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, tr("1 token"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._end_words())
        cut = next((place for place, each in enumerate(self._bins) if each.is_cut), None)
        if cut is None:
            return
        x = self._x(cut)
        painter.setPen(QPen(theme().colour("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, plot.top() - Space.tight), QPointF(x, plot.bottom()))
        self._paint_limit(painter, x, height)

    def _paint_limit(self, painter: QPainter, x: float, height: int) -> None:
        """What the line means, above the chart and within it."""
        words = tr("read up to {limit}", limit=formats.count(self._limit))
        width = painter.fontMetrics().horizontalAdvance(words)
        left = min(max(0.0, x - width / 2), self.width() - width - 1.0)
        painter.setPen(theme().colour("text"))
        painter.drawText(QRectF(left, 0, width + 2, height), Qt.AlignmentFlag.AlignLeft, words)

    def _end_words(self) -> str:
        """Where the chart ends; the last bar may stand for far more than the others."""
        last, width = self._bins[-1], self._bins[0].most
        if len(self._bins) > 1:
            width = self._bins[-2].most - self._bins[-2].above
        if last.most - last.above <= width:
            return formats.count(last.most)
        return tr("over {above}, up to {most}", above=formats.count(last.above), most=formats.count(last.most))

    def _plot(self) -> QRectF:
        line = self.fontMetrics().height()
        return QRectF(0, line + Space.small, self.width(), self.height() - 2 * line - Space.small - Space.tight)

    def _x(self, place: int) -> float:
        plot = self._plot()
        return plot.left() + place * plot.width() / len(self._bins)


def _words(each: LengthBin) -> str:
    low, high = formats.count(each.above + 1), formats.count(each.most)
    if each.is_cut:
        return tr("{low} to {high} tokens: {count} texts, cut off", low=low, high=high, count=formats.count(each.count))
    return tr("{low} to {high} tokens: {count} texts", low=low, high=high, count=formats.count(each.count))
