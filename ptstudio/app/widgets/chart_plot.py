"""The plane in which curves are drawn: its axes, marks, crosshair and zoom; knows no legend and no training.

With `chart_curve` the only module that imports pyqtgraph, and so slow to import.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QPen

from ptstudio.app import axis_range
from ptstudio.app.chart_series import Series
from ptstudio.app.theme import theme
from ptstudio.app.widgets.chart_curve import ChartCurve, Points
from ptstudio.app.widgets.chart_pens import Mark, hair_pen, mark_pen, pen_of

SMALLEST = 1e-8
"""What a logarithmic scale shows in place of zero."""
FEW_POINTS = 60
"""Up to this many points are shown as dots too."""
DOT = 5
"""Pixels across."""
AXIS_WIDTH = 52
"""The same for all charts, so that what stands above each other is of the same epoch."""

Range = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """How values are shown: times `factor`, with a `unit`, in a `form` of Python's; never more than `most`.

    Where curves are `is_rising`, the words of marks stand below them.
    """

    factor: float = 1.0
    unit: str = ""
    form: str = ".3f"
    most: float = math.inf
    is_rising: bool = False

    def words(self, value: float) -> str:
        """A value as a person reads it."""
        return f"{value * self.factor:{self.form}} {self.unit}".strip()


class ChartPlot(QObject):
    """`hovered(x)` while the mouse moves over it; `stretched(range or None)` when a person zooms, or no more."""

    hovered = Signal(float)
    stretched = Signal(object)

    def __init__(self, parent: QObject, x_name: str, height: int) -> None:
        super().__init__(parent)
        self.widget = pg.PlotWidget()
        self.scale = Scale()
        self._end = 1.0
        self._stretch: Range | None = None
        self._holds_values = False
        self._is_log = False
        self._shown: tuple[Range, Range] | None = None
        self._series: list[Series] = []
        self._marks: list[Mark] = []
        self._curves: list[ChartCurve] = []
        self._lines: list[pg.InfiniteLine] = []
        self._item = self.widget.getPlotItem()
        self._view = self._item.getViewBox()
        self._hair = pg.InfiniteLine(angle=90, movable=False)
        self._set_up(x_name, height)

    # ------------------------------------------------------------------ what is shown

    @property
    def curves(self) -> list[tuple[list[float], list[float]]]:
        """The points of every curve as they are drawn."""
        return [(curve.xs.tolist(), curve.ys.tolist()) for curve in self._curves]

    @property
    def range(self) -> Range:
        """The part of the x axis that is shown."""
        low, high = self._view.viewRange()[0]
        return float(low), float(high)

    def show_series(self, series: Sequence[Series], marks: Sequence[Mark], end: float) -> None:
        """Draw curves in place of those before, on an x axis from 0 to `end`; touches only what has changed."""
        while len(self._curves) > len(series):
            self._view.removeItem(self._curves.pop())
            self._series.pop()
        for place, one in enumerate(series):
            if place == len(self._curves):
                self._curves.append(ChartCurve(self._view))
                self._view.addItem(self._curves[place], ignoreBounds=True)
                self._series.append(one)
            elif one.is_same(self._series[place]):
                continue
            self._series[place] = one
            self._draw(self._curves[place], one)
        if list(marks) != self._marks:
            self._show_marks(list(marks))
        self._end = end
        self._fit()

    def set_scale(self, scale: Scale) -> None:
        """Show the values otherwise."""
        if scale != self.scale:
            self.scale = scale
            self._holds_values = False
            self.redraw()

    def name_places(self, places: Sequence[tuple[float, str]]) -> None:
        """Write these words below these places of the x axis, in place of numbers."""
        self._item.getAxis("bottom").setTicks([list(places)])

    def set_log(self, is_log: bool) -> None:
        """Show the values on a logarithmic scale."""
        if is_log != self._is_log:
            self._is_log, self._holds_values = is_log, False
            self.redraw()

    def point(self, x: float | None) -> None:
        """Put the crosshair at a place of the x axis; None takes it away."""
        self._hair.setVisible(x is not None)
        if x is not None:
            self._hair.setPos(x)

    def zoom(self, factor: float) -> None:
        """Show a stretch of the x axis that is shorter by `factor`, around the middle."""
        low, high = self.range
        middle, half = (low + high) / 2, (high - low) / 2 / factor
        least, most = axis_range.epochs_around(self._end)
        is_whole = 2 * half >= most - least
        self.show_stretch(None if is_whole else (middle - half, middle + half))
        self.stretched.emit(self._stretch)

    def show_stretch(self, stretch: Range | None) -> None:
        """Show this stretch of the x axis; None shows all of it again, and follows it as it grows."""
        self._stretch = stretch
        if stretch is None:
            self._holds_values = False
        self._fit()

    def show_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here."""
        self._view.setBorder(QPen(theme().colour("accent"), 2) if has_focus else None)

    def is_near(self, one: float, other: float, pixels: float) -> bool:
        """Whether two places of the x axis are shown no further apart than that."""
        return abs(one - other) <= pixels * float(self._view.viewPixelSize()[0])

    def redraw(self) -> None:
        """Draw everything anew, as after a change of the theme."""
        self.widget.setBackground(theme().colour("surface"))
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(QPen(theme().colour("border")))
            axis.setTextPen(QPen(theme().colour("muted")))
            axis.setStyle(tickFont=theme().font("small"))
        self._hair.setPen(hair_pen(self.widget.devicePixelRatioF()))
        for curve, one in zip(self._curves, self._series, strict=True):
            self._draw(curve, one)
        marks, self._marks = self._marks, []
        self._show_marks(marks)
        self._shown = None
        self._fit()

    # ------------------------------------------------------------------ inside

    def _set_up(self, x_name: str, height: int) -> None:
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.showGrid(x=False, y=True, alpha=0.15)
        self._item.setLabel("bottom", x_name)
        self._view.setMouseMode(self._view.RectMode)
        self._view.disableAutoRange()
        for side in ("left", "bottom"):
            self._item.getAxis(side).enableAutoSIPrefix(False)
            self._item.getAxis(side).setStyle(maxTickLevel=1)
        self._item.getAxis("left").setWidth(AXIS_WIDTH)
        self.widget.setFixedHeight(height)
        self.widget.scene().sigMouseMoved.connect(self._hover)
        self._view.sigRangeChangedManually.connect(self._hold)
        self._hair.hide()
        self._view.addItem(self._hair, ignoreBounds=True)

    def _draw(self, curve: ChartCurve, one: Series) -> None:
        ratio = self.widget.devicePixelRatioF()
        has_dots = len(one.x) <= FEW_POINTS and not one.is_fine
        curve.setZValue(0 if one.is_fine else 1 if one.is_beside else 2)
        xs, ys = np.asarray(one.x, dtype=float), self._placed(np.asarray(one.y, dtype=float))
        curve.show_points(xs, ys, pen_of(one, ratio), DOT * ratio if has_dots else 0.0)

    def _placed(self, values: Points) -> Points:
        """Where values lie on the y axis."""
        shown = values * self.scale.factor
        return np.log10(np.maximum(shown, SMALLEST)) if self._is_log else shown

    def _show_marks(self, marks: list[Mark]) -> None:
        """Move the lines where they are of the same kinds as before: making one takes long."""
        if [mark.kind for mark in marks] != [mark.kind for mark in self._marks]:
            for old in self._lines:
                self._view.removeItem(old)
            self._lines = [self._line(mark) for mark in marks]
            for made in self._lines:
                self._view.addItem(made, ignoreBounds=True)
        for line, mark in zip(self._lines, marks, strict=True):
            line.setPos(self._place_of(mark))
            if line.label.format != mark.text:
                line.label.setFormat(mark.text)
        self._marks = marks

    def _place_of(self, mark: Mark) -> float:
        return float(self._placed(np.array(mark.place))) if mark.kind == "level" else mark.place

    def _line(self, mark: Mark) -> pg.InfiniteLine:
        words_at = 0.4 if self.scale.is_rising else 0.97
        along = {"phase": words_at, "best": words_at - 0.11}.get(mark.kind, 0.02)
        anchors = [(0, 1), (0, 1)] if mark.kind == "level" else [(0, 0), (1, 0)]  # away from the nearer edge
        line = pg.InfiniteLine(
            angle=0 if mark.kind == "level" else 90,
            pen=mark_pen(mark, self.widget.devicePixelRatioF()),
            label=mark.text,
            labelOpts={"position": along, "anchors": anchors, "color": theme().colour("text")},
        )
        line.label.setFont(theme().font("small"))
        return line

    def _fit(self) -> None:
        """Show the stretch that a person has chosen or else everything, and in it all values."""
        across = self._stretch or axis_range.epochs_around(self._end)
        along = self._values_in(across)
        if self._holds_values:
            low, high = self._view.viewRange()[1]
            along = float(low), float(high)
        if (across, along) != self._shown:
            self._shown = (across, along)
            self._view.setRange(xRange=across, yRange=along, padding=0)
            self._item.getAxis("left").setTicks([axis_range.logarithmic_ticks(*along)] if self._is_log else None)

    def _values_in(self, across: Range) -> Range:
        ends = [self._place_of(mark) for mark in self._marks if mark.kind == "level"]
        for curve in self._curves:
            first = int(np.searchsorted(curve.xs, across[0]))
            last = int(np.searchsorted(curve.xs, across[1], side="right"))
            if last > first:
                ends += [float(curve.ys[first:last].min()), float(curve.ys[first:last].max())]
        if not ends:
            return 0.0, 1.0
        return axis_range.values_around(min(ends), max(ends), math.inf if self._is_log else self.scale.most)

    def _hold(self, _: object) -> None:
        """A person has zoomed with the mouse."""
        self._stretch, self._holds_values, self._shown = self.range, True, None
        self._fit()
        self.stretched.emit(self._stretch)

    def _hover(self, where: QPointF) -> None:
        if self._view.sceneBoundingRect().contains(where):
            self.hovered.emit(self._view.mapSceneToView(where).x())
