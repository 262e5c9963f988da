"""Whether “90 % sure” means right nine times in ten: a bar for each range of confidence, against a line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.theme import SERIES, Space, theme
from ptstudio.app.translation import tr
from ptstudio.core.report import Calibration, CalibrationBin

LEFT, BOTTOM = 52, 44
MOST_HEIGHT = 400
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


class CalibrationView(QWidget):
    """Bars that end on the dashed line are right as often as they are sure; below it, they are too sure."""

    def __init__(self, calibration: Calibration) -> None:
        super().__init__()
        self._bins = calibration.bins
        said = [_words(part) for part in self._bins]
        self.setAccessibleName(tr("How often it is right, by how sure it is"))
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(said))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(MOST_HEIGHT)
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """A chart of moderate height."""
        return QSize(420, 280)

    @override
    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(280, 280)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, bars and the line of perfect confidence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        self._paint_axes(painter)
        most = max((part.count for part in self._bins), default=1)
        for part in self._bins:
            self._paint_bin(painter, part, most)
        painter.setPen(QPen(theme().colour("text"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(self._at(0, 0), self._at(1, 1))
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        plot = self._plot()
        height = painter.fontMetrics().height()
        for tick in TICKS:
            painter.setPen(QPen(theme().colour("border"), 1))
            painter.drawLine(self._at(0, tick), self._at(1, tick))
            painter.setPen(theme().colour("muted"))
            beside = QRectF(0, self._at(0, tick).y() - height / 2, LEFT - Space.small, height)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share(tick, 0))
            below = QRectF(self._at(tick, 0).x() - 30, plot.bottom() + Space.tight, 60, height)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, share(tick, 0))
        title = QRectF(plot.left(), plot.bottom() + Space.tight + height, plot.width(), height)
        painter.drawText(title, Qt.AlignmentFlag.AlignHCenter, tr("how sure it is"))
        painter.drawText(QPointF(0, height - 2), tr("how often it is right"))

    def _paint_bin(self, painter: QPainter, part: CalibrationBin, most: int) -> None:
        """A bar as solid as the samples behind it are many."""
        colour = QColor(SERIES[0] if not theme().is_dark else SERIES[4])
        colour.setAlphaF(0.25 + 0.65 * part.count / most)
        foot, head = self._at(part.low, 0), self._at(part.high, part.accuracy)
        painter.setPen(QPen(theme().colour("accent"), 1))
        painter.setBrush(colour)
        painter.drawRect(QRectF(QPointF(foot.x() + 1.5, head.y()), QPointF(head.x() - 1.5, foot.y())))

    def _plot(self) -> QRectF:
        top = self.fontMetrics().height() + Space.small
        return QRectF(LEFT, top, self.width() - LEFT - Space.large, self.height() - top - BOTTOM)

    def _at(self, x: float, y: float) -> QPointF:
        plot = self._plot()
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())


def _words(part: CalibrationBin) -> str:
    return tr(
        "{low} to {high} sure: right in {right} of {count} samples",
        low=share(part.low, 0),
        high=share(part.high, 0),
        right=share(part.accuracy, 0),
        count=count(part.count),
    )
