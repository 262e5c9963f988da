"""A metric with its interval and the baseline beside it, in words and on a small bar."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.metric_figure import Figure
from ptstudio.app.theme import SERIES, Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label

BASELINE_COLOUR = SERIES[5]
HEIGHT = 18


class IntervalBar(QWidget):
    """From nothing to perfect: a band for the interval, a dot for the value, a diamond for the baseline."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self._figure = figure
        self.setAccessibleName(figure.spoken)
        self.setToolTip(figure.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """A line's height."""
        return QSize(160, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(QRectF(0, HEIGHT / 2 - 3, self.width(), 6), 3, 3)
        band = QColor(theme().colour("accent"))
        band.setAlphaF(0.45)
        painter.setBrush(band)
        low, high = self._x(self._figure.low_at), self._x(self._figure.high_at)
        painter.drawRoundedRect(QRectF(low, HEIGHT / 2 - 3, max(6.0, high - low), 6), 3, 3)
        if self._figure.baseline_at is not None:
            paint_diamond(painter, QPointF(self._x(self._figure.baseline_at), HEIGHT / 2))
        paint_dot(painter, QPointF(self._x(self._figure.value_at), HEIGHT / 2))
        painter.end()

    def _x(self, place: float) -> float:
        return HEIGHT / 2 + place * (self.width() - HEIGHT)


class Mark(QWidget):
    """One of the signs on a bar, for its legend."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(HEIGHT + 4, HEIGHT)
        theme().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self._kind == "value":
            paint_dot(painter, middle)
        elif self._kind == "baseline":
            paint_diamond(painter, middle)
        else:
            band = QColor(theme().colour("accent"))
            band.setAlphaF(0.45)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band)
            painter.drawRoundedRect(QRectF(0, self.height() / 2 - 3, self.width(), 6), 3, 3)
        painter.end()


class MetricCard(QFrame):
    """One metric; the headline is larger and explains the signs on its bar."""

    def __init__(self, figure: Figure, *, is_headline: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.figure = figure
        parts = column(
            label(figure.title, "heading" if is_headline else "muted"),
            label(figure.value, "display" if is_headline else "title"),
            IntervalBar(figure),
            gap=Space.tight,
            margin=Space.medium,
        )
        if is_headline:
            self._add_legend(parts)
        else:
            parts.addWidget(label(figure.interval, "small"))
            parts.addWidget(label(figure.baseline, "small"))
        parts.addWidget(label(figure.help, "small"))
        parts.addStretch(1)
        self.setLayout(parts)

    def _add_legend(self, parts: QVBoxLayout) -> None:
        figure = self.figure
        signs = [("value", tr("measured: {value}", value=figure.value))]
        signs.append(("interval", tr("95 % interval: {interval}", interval=figure.interval)))
        if figure.baseline:
            signs.append(("baseline", figure.baseline))
        for kind, words in signs:
            line = row(Mark(kind), label(words, "small"), gap=Space.small)
            line.setStretch(1, 1)
            parts.addLayout(line)


def paint_dot(painter: QPainter, at: QPointF) -> None:
    """The sign of a measured value."""
    painter.setPen(QPen(theme().colour("surface"), 2))
    painter.setBrush(theme().colour("accent"))
    painter.drawEllipse(at, 6.5, 6.5)


def paint_diamond(painter: QPainter, at: QPointF) -> None:
    """The sign of the baseline."""
    side = 6.5
    painter.setPen(QPen(theme().colour("surface"), 1.5))
    painter.setBrush(QColor(BASELINE_COLOUR))
    corners = [QPointF(0, -side), QPointF(side, 0), QPointF(0, side), QPointF(-side, 0)]
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
