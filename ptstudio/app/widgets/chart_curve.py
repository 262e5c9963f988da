"""One curve of a chart: a line, and dots where the points are few; knows no series and no theme.

pyqtgraph's own curve takes three times as long, which is felt while a training leaves the window little of the
processor. Of more points than pixels only the highest and the lowest in each pixel are drawn: more cannot be seen.
"""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

JOINED_POINTS = 200
"""Up to this many points thick lines are drawn in one piece, with joints and dashes, which costs much time."""
EDGE = 4
"""Pixels by which what is drawn reaches beyond its points."""

Points = NDArray[np.float64]


class ChartCurve(QGraphicsItem):
    """Points whose x rises, joined by a line; belongs into the view box that it is made with."""

    def __init__(self, view: pg.ViewBox) -> None:
        super().__init__()
        self._view = view
        self._pen, self._dot = QPen(), QPen()
        self._area = QRectF()
        self.xs: Points = np.empty(0)
        self.ys: Points = np.empty(0)

    def show_points(self, xs: Points, ys: Points, pen: QPen, dot: float = 0.0) -> None:
        """Show points in place of those before; as dots too where these are to be some pixels across."""
        self.prepareGeometryChange()
        self.xs, self.ys, self._pen = xs, ys, pen
        self._area = QRectF()
        if len(xs):
            self._area.setCoords(float(xs[0]), float(ys.min()), float(xs[-1]), float(ys.max()))
        self._dot = QPen(pen.color(), dot, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._dot.setCosmetic(True)
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        """All points, and what is drawn around them."""
        wide, high = (EDGE * side for side in self._view.viewPixelSize())
        return self._area.adjusted(-wide, -high, wide, high)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw what can be seen."""
        xs, ys = self._seen()
        if not len(xs):
            return  # Qt crashes at a line without points
        is_joined = len(xs) <= JOINED_POINTS or self._pen.widthF() <= 1
        if not is_joined:
            xs, ys = np.repeat(xs, 2)[1:-1], np.repeat(ys, 2)[1:-1]
        points = painter.transform().map(pg.functions.arrayToQPolygonF(xs, ys))
        painter.resetTransform()  # where the two axes are scaled differently, Qt draws dots that are not round
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        (painter.drawPolyline if is_joined else painter.drawLines)(points)
        if self._dot.widthF():
            painter.setPen(self._dot)
            painter.drawPoints(points)

    def _seen(self) -> tuple[Points, Points]:
        """The points in view and the next on either side; of many the extremes in each pixel."""
        (left, right), _ = self._view.viewRange()
        first, last = np.searchsorted(self.xs, (left, right))
        part = slice(max(0, first - 1), last + 1)
        xs, ys = self.xs[part], self.ys[part]
        many = len(xs) // max(1, int(self._view.width()))
        if many < 3:
            return xs, ys
        whole = len(xs) // many * many
        heaps = ys[:whole].reshape(-1, many)
        ends = np.stack((heaps.max(axis=1), heaps.min(axis=1)), axis=1).ravel()
        return np.append(np.repeat(xs[:whole:many], 2), xs[whole:]), np.append(ends, ys[whole:])
