"""Points with whiskers and names on a plane of quality against cost; knows no ranking.

Painted here and not by pyqtgraph: nothing moves, and the names have to keep out of each other's way.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip
from typing_extensions import override

from ptstudio.app import axis_range, time_axis
from ptstudio.app.label_places import Box, Named, places
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr

LEFT, BOTTOM = 58, 46
MARKER, CAP, REACH = 6.0, 4.0, 18.0
"""Half a marker, half a whisker's end, and from how far off the mouse finds a point; pixels."""
GAP = 2 * MARKER + 5
ROOM = 1.6
"""How many times as quick and as slow as its points the axis reaches."""


@dataclass(frozen=True)
class ChartPoint:
    """A point: `x_s` in seconds, the value with its interval on the y axis; `shape` is diamond, disc or ring."""

    key: str
    name: str
    x_s: float
    value: float
    low: float
    high: float
    shape: str
    spoken: str


@dataclass(frozen=True)
class Plane:
    """What the axes are called, the level that a guess reaches and its words, and how values of y are written.

    No value of y is more than `most`.
    """

    x_name: str
    y_name: str
    level: float
    level_words: str
    unit: str = ""
    most: float = math.inf


class RankingChart(QFrame):
    """`selected(key)` is emitted when a person picks a point, by the mouse or the arrow keys."""

    selected = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._points: Sequence[ChartPoint] = ()
        self._plane = Plane("", "", 0.0, "")
        self._legend: Sequence[tuple[str, str]] = ()
        self._key = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_points(self, points: Sequence[ChartPoint], plane: Plane, legend: Sequence[tuple[str, str]]) -> None:
        """Show points; the `legend` says what the shapes mean. Names of the first points are placed first."""
        self._points, self._plane, self._legend = points, plane, legend
        self.setAccessibleName(tr("{y} against {x}", y=plane.y_name, x=plane.x_name))
        self.setAccessibleDescription("; ".join([*(point.spoken for point in points), plane.level_words]))
        self.update()

    def select(self, key: str) -> None:
        """Mark a point without telling of it."""
        self._key = key
        self.update()

    def place_of(self, key: str) -> QPointF:
        """Where a point is."""
        return next(self._place(point) for point in self._points if point.key == key)

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 300)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(380, 210)

    # ------------------------------------------------------------------ what a person does

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go along the cost, up and down along the values."""
        along = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        step = along.get(Qt.Key(event.key()))
        if step is None or not self._points:
            super().keyPressEvent(event)
            return
        is_level = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        ordered = sorted(self._points, key=lambda point: (point.x_s if is_level else point.value, point.key))
        keys = [point.key for point in ordered]
        at = keys.index(self._key) + step if self._key in keys else 0
        self._choose(keys[min(max(at, 0), len(keys) - 1)])

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        if near is not None:
            self._choose(near.key)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if near is not None else Qt.CursorShape.ArrowCursor)
        if near is not None:
            QToolTip.showText(event.globalPosition().toPoint(), near.spoken, self)
        else:
            QToolTip.hideText()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _choose(self, key: str) -> None:
        self.select(key)
        self.selected.emit(key)

    def _near(self, where: QPointF) -> ChartPoint | None:
        def distance(point: ChartPoint) -> float:
            apart = self._place(point) - where
            return math.hypot(apart.x(), apart.y())

        nearest = min(self._points, key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= REACH else None

    # ------------------------------------------------------------------ drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, the level of a guess, whiskers, markers and names."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        if self._points:
            self._paint_axes(painter)
            self._paint_level(painter)
            for point in reversed(self._points):
                self._paint_point(painter, point)
            self._paint_names(painter)
            self._paint_legend(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Space.radius, Space.radius)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        plot, height = self._plot(), painter.fontMetrics().height()
        centre = Qt.AlignmentFlag.AlignVCenter
        for value in axis_range.round_numbers(*self._values()):
            y = self._at(self._seconds()[0], value).y()
            painter.setPen(QPen(theme().colour("border"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme().colour("muted"))
            beside = QRectF(0, y - height / 2, LEFT - Space.small, height)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | centre, f"{value:g} {self._plane.unit}".strip())
        for seconds, words in time_axis.ticks(*self._seconds()):
            x = self._at(seconds, 0).x()
            painter.setPen(QPen(theme().colour("border"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4))
            painter.setPen(theme().colour("muted"))
            painter.drawText(QRectF(x - 40, plot.bottom() + 5, 80, height), Qt.AlignmentFlag.AlignHCenter, words)
        below = QRectF(plot.left(), plot.bottom() + 5 + height, plot.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, tr("{name} (less is better)", name=self._plane.x_name))

    def _paint_level(self, painter: QPainter) -> None:
        plot = self._plot()
        y = self._at(self._seconds()[0], self._plane.level).y()
        painter.setPen(QPen(theme().colour("text"), 1.5, Qt.PenStyle.DashDotLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme().colour("text"))
        painter.drawText(_rect(self._level_box()), Qt.AlignmentFlag.AlignRight, self._plane.level_words)

    def _paint_point(self, painter: QPainter, point: ChartPoint) -> None:
        at, colour = self._place(point), _colour(point.shape)
        low, high = self._at(point.x_s, point.low), self._at(point.x_s, point.high)
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(low, high)
        for end in (low, high):
            painter.drawLine(end - QPointF(CAP, 0), end + QPointF(CAP, 0))
        if point.key == self._key:
            painter.setPen(QPen(theme().colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 2 * MARKER, 2 * MARKER)
        _mark(painter, at, point.shape)

    def _paint_names(self, painter: QPainter) -> None:
        bold = theme().font("small", is_bold=True)
        named = []
        for point in self._points:
            metrics = QFontMetrics(bold) if self._is_bold(point) else painter.fontMetrics()
            at = self._place(point)
            named.append(Named(at.x(), at.y(), metrics.horizontalAdvance(point.name) + 2, metrics.height()))
        area = Box(LEFT, 0, self.width() - LEFT - Space.tight, self._plot().bottom())
        found = places(named, self._taken(), area, GAP)
        painter.setPen(theme().colour("text"))
        for point, box in zip(self._points, found, strict=True):
            if box is not None:
                painter.setFont(bold if self._is_bold(point) else theme().font("small"))
                painter.drawText(_rect(box), Qt.AlignmentFlag.AlignCenter, point.name)
        painter.setFont(theme().font("small"))

    def _paint_legend(self, painter: QPainter) -> None:
        """The name of the values at the left, what the shapes mean at the right."""
        metrics = painter.fontMetrics()
        middle = Space.small + metrics.height() / 2
        painter.setPen(theme().colour("muted"))
        painter.drawText(QPointF(Space.small, Space.small + metrics.ascent()), self._plane.y_name)
        x = float(self.width() - Space.medium)
        for shape, words in reversed(self._legend):
            x -= metrics.horizontalAdvance(words)
            painter.setPen(theme().colour("text"))
            painter.drawText(QPointF(x, Space.small + metrics.ascent()), words)
            x -= 2 * MARKER + 2
            _mark(painter, QPointF(x, middle), shape)
            x -= MARKER + Space.large

    # ------------------------------------------------------------------ where things are

    def _is_bold(self, point: ChartPoint) -> bool:
        return point.key == self._key or point.shape == "diamond"

    def _taken(self) -> list[Box]:
        """Where no name may stand: on markers, whiskers and the words of the level."""
        boxes = [self._level_box()]
        for point in self._points:
            at, top = self._place(point), self._at(point.x_s, point.high).y()
            bottom = self._at(point.x_s, point.low).y()
            boxes.append(Box(at.x() - MARKER, at.y() - MARKER, 2 * MARKER, 2 * MARKER))
            boxes.append(Box(at.x() - 1, top, 2, bottom - top))
        return boxes

    def _level_box(self) -> Box:
        """The words of the level stand above its line, at the right end."""
        metrics, plot = QFontMetrics(theme().font("small")), self._plot()
        width = metrics.horizontalAdvance(self._plane.level_words) + 2
        y = self._at(self._seconds()[0], self._plane.level).y()
        return Box(plot.right() - width, y - metrics.height() - 2, width, metrics.height())

    def _seconds(self) -> tuple[float, float]:
        found = [point.x_s for point in self._points if point.x_s > 0]
        return (min(found) / ROOM, max(found) * ROOM) if found else (0.1, 1.0)

    def _values(self) -> tuple[float, float]:
        ends = [end for point in self._points for end in (point.low, point.high)] + [self._plane.level]
        return axis_range.values_around(min(ends), max(ends), self._plane.most)

    def _plot(self) -> QRectF:
        top = QFontMetrics(theme().font("small")).height() + Space.medium + Space.small
        return QRectF(LEFT, top, self.width() - LEFT - Space.large, self.height() - top - BOTTOM)

    def _place(self, point: ChartPoint) -> QPointF:
        return self._at(point.x_s, point.value)

    def _at(self, seconds: float, value: float) -> QPointF:
        plot, (quick, slow), (low, high) = self._plot(), self._seconds(), self._values()
        across = math.log(max(seconds, quick) / quick) / math.log(slow / quick)
        return QPointF(
            plot.left() + across * plot.width(), plot.bottom() - (value - low) / (high - low) * plot.height()
        )


def _colour(shape: str) -> QColor:
    return theme().colour({"diamond": "accent", "disc": "good"}.get(shape, "muted"))


def _mark(painter: QPainter, at: QPointF, shape: str) -> None:
    painter.setPen(QPen(_colour(shape), 2))
    painter.setBrush(theme().colour("surface") if shape == "ring" else _colour(shape))
    if shape == "diamond":
        side = 1.3 * MARKER
        painter.drawPolygon([at + QPointF(x, y) for x, y in ((0, -side), (side, 0), (0, side), (-side, 0))])
    else:
        painter.drawEllipse(at, MARKER - 1, MARKER - 1)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
