"""A chart of curves over the epochs: crosshair, zoom, log scale, marks; knows nothing of trainings.

The only module that imports pyqtgraph, and so the only one that is slow to import.
"""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from ptstudio.app.chart_series import Series, Values
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_legend import ChartLegend
from ptstudio.app.widgets.chart_pens import Mark, mark_pen, pen_of
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label

FEW_POINTS = 60
"""Up to this many points a curve's points are shown as dots."""
SMOOTH_POINTS = 3000
"""Up to this many points lines are drawn without stairs, which costs time."""
SMALLEST = 1e-8
"""What a logarithmic scale shows in place of zero."""
PER_PIXEL = 1.0
"""Of longer curves, the highest and lowest point of so many stretches a pixel are drawn: more cannot be seen."""
STEP = 1.25
AXIS_WIDTH = 52
"""The same for all charts, so that what stands above each other is of the same epoch."""


class LineChart(QFrame):
    """Curves with a legend that reads their values at the crosshair; `pointed(x or None)` when that moves."""

    pointed = Signal(object)

    def __init__(
        self,
        title: str,
        x_name: str,
        *,
        height: int,
        factor: float = 1.0,
        unit: str = "",
        form: str = ".3f",
        is_rising: bool = False,
    ) -> None:
        """Values are shown times `factor`; where curves are `is_rising`, the words of marks stand below them."""
        super().__init__()
        self._words_at = 0.34 if is_rising else 0.97
        self.setProperty("kind", "card")
        self._x_name, self._factor, self._unit, self._form = x_name, factor, unit, form
        self._series: list[Series] = []
        self._marks: tuple[Mark, ...] = ()
        self._is_log = False
        self._x: float | None = None
        self._curves: list[pg.PlotDataItem] = []
        self._lines: list[pg.InfiniteLine] = []
        self.title = label(title, "heading")
        self.title.setWordWrap(False)
        self.place = label("", "small")
        self.place.setWordWrap(False)
        self.legend = ChartLegend()
        self._plot = pg.PlotWidget()
        self._hair = pg.InfiniteLine(angle=90, movable=False)
        self._set_up_plot(title, x_name, height)
        self.setLayout(
            column(
                row(self.title, None, self.place), self.legend, self._plot, None, gap=Space.tight, margin=Space.medium
            )
        )
        theme().changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------------ what is shown

    def show_series(self, series: Sequence[Series], marks: Sequence[Mark] = ()) -> None:
        """Draw curves in place of those before."""
        self._series = list(series)
        while len(self._curves) > len(series):
            self._plot.removeItem(self._curves.pop())
        while len(self._curves) < len(series):
            self._curves.append(self._new_curve())
        for curve, one in zip(self._curves, series, strict=True):
            self._draw(curve, one)
        if tuple(marks) != self._marks:
            self._marks = tuple(marks)
            self._draw_marks()
        self._read()

    def set_log(self, is_log: bool) -> None:
        """Show the values on a logarithmic scale."""
        if is_log != self._is_log:
            self._is_log = is_log
            self._plot.setLogMode(y=is_log)
            self._draw_marks()
            self.show_series(self._series, self._marks)

    def point(self, x: float | None) -> None:
        """Put the crosshair at a place of the x axis, without `pointed`; None takes it away."""
        self._x = x
        self._hair.setVisible(x is not None)
        if x is not None:
            self._hair.setPos(x)
        self._read()

    def zoom(self, factor: float) -> None:
        """Show a stretch that is shorter by `factor`, the newest in view."""
        view = self._plot.getPlotItem().getViewBox()
        view.scaleBy(x=1 / factor, center=None)

    def show_all(self) -> None:
        """Show the whole curves again, and follow them as they grow."""
        self._plot.getPlotItem().enableAutoRange()

    def link_to(self, other: "LineChart") -> None:
        """Show the same stretch of the x axis as another chart."""
        other.lead(self._plot)

    def lead(self, plot: pg.PlotWidget) -> None:
        """Have another plot show the same stretch."""
        plot.setXLink(self._plot)

    # ------------------------------------------------------------------ what a person does

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page unless Ctrl is held; arrows move the crosshair; focus is shown as a border."""
        match event.type():
            case QEvent.Type.Wheel if isinstance(event, QWheelEvent):
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    event.ignore()
                    return True
            case QEvent.Type.Leave:
                self.pointed.emit(None)
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                return self._press(event.key())
            case QEvent.Type.FocusIn | QEvent.Type.FocusOut:
                self._show_focus(event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> bool:
        places = sorted({x for one in self._series for x in one.x})
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and places:
            ahead = [x for x in places if self._x is None or x > self._x]
            behind = [x for x in places if self._x is None or x < self._x]
            moved = ahead[:1] if key == Qt.Key.Key_Right else behind[-1:]
            self.pointed.emit(moved[0] if moved else self._x)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            return False
        return True

    def _move(self, where: QPointF) -> None:
        view = self._plot.getPlotItem().getViewBox()
        if not view.sceneBoundingRect().contains(where) or not self._series:
            return
        wanted = view.mapSceneToView(where).x()
        nearest = [_nearest(one.x, wanted) for one in self._series if len(one.x)]
        if nearest:
            self.pointed.emit(min(nearest, key=lambda x: abs(x - wanted)))

    # ------------------------------------------------------------------ drawing

    def _set_up_plot(self, title: str, x_name: str, height: int) -> None:
        item = self._plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.showGrid(x=False, y=True, alpha=0.15)
        item.setDownsampling(auto=True, mode="peak")
        item.setClipToView(True)
        view = item.getViewBox()
        view.setMouseMode(view.RectMode)
        for side in ("left", "bottom"):
            item.getAxis(side).enableAutoSIPrefix(False)
        item.getAxis("left").setWidth(AXIS_WIDTH)
        item.setLabel("bottom", x_name)
        self._plot.setAccessibleName(title)
        self._plot.setAccessibleDescription(
            tr("Arrow keys move the crosshair, plus and minus zoom, 0 shows everything.")
        )
        self._plot.setToolTip(tr("Drag to zoom in, or hold Ctrl and turn the wheel. Key 0 shows everything again."))
        self._plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plot.setFixedHeight(height)
        self._plot.installEventFilter(self)
        self._plot.viewport().installEventFilter(self)
        self._plot.scene().sigMouseMoved.connect(self._move)
        self._hair.hide()
        self._plot.addItem(self._hair, ignoreBounds=True)

    def _new_curve(self) -> pg.PlotDataItem:
        curve = pg.PlotDataItem(autoDownsampleFactor=PER_PIXEL)
        curve.setLogMode(False, self._is_log)
        self._plot.addItem(curve)
        return curve

    def _draw(self, curve: pg.PlotDataItem, one: Series) -> None:
        y = np.asarray(one.y, dtype=float) * self._factor
        pen = pen_of(one, self.devicePixelRatioF())
        curve.setZValue(0 if one.is_beside else 1)
        has_dots = len(y) <= FEW_POINTS
        curve.setData(
            np.asarray(one.x, dtype=float),
            np.maximum(y, SMALLEST) if self._is_log else y,
            pen=pen,
            antialias=len(y) <= SMOOTH_POINTS,
            symbol="o" if has_dots else None,
            symbolSize=5,
            symbolBrush=pen.color(),
            symbolPen=None,
        )

    def _draw_marks(self) -> None:
        for old in self._lines:
            self._plot.removeItem(old)
        self._lines = [self._line(mark) for mark in self._marks]
        for made in self._lines:
            self._plot.addItem(made, ignoreBounds=made.angle == 90)

    def _line(self, mark: Mark) -> pg.InfiniteLine:
        place = mark.place
        if mark.kind == "level":
            place = float(np.log10(max(place * self._factor, SMALLEST))) if self._is_log else place * self._factor
        along, side = {"phase": (self._words_at, 0), "best": (self._words_at - 0.11, 1)}.get(mark.kind, (0.02, 0))
        anchor = (side, 1 if mark.kind == "level" else 0)
        line = pg.InfiniteLine(
            pos=place,
            angle=0 if mark.kind == "level" else 90,
            pen=mark_pen(mark, self.devicePixelRatioF()),
            label=mark.text,
            labelOpts={"position": along, "anchors": [anchor, anchor], "color": theme().colour("text")},
        )
        line.label.setFont(theme().font("small"))
        return line

    def _restyle(self) -> None:
        ground, muted = theme().colour("surface"), theme().colour("muted")
        self._plot.setBackground(ground)
        for side in ("left", "bottom"):
            axis = self._plot.getPlotItem().getAxis(side)
            axis.setPen(QPen(theme().colour("border")))
            axis.setTextPen(QPen(muted))
            axis.setStyle(tickFont=theme().font("small"))
        self._hair.setPen(QPen(theme().colour("accent")))
        self._draw_marks()
        self.show_series(self._series, self._marks)

    def _show_focus(self, has_focus: bool) -> None:
        pen = QPen(theme().colour("accent"), 2) if has_focus else None
        self._plot.getPlotItem().getViewBox().setBorder(pen)

    def _read(self) -> None:
        """Have the legend read the values at the crosshair, or else the newest ones."""
        self.place.setText("" if self._x is None else f"{self._x_name} {self._x:g}")
        self.legend.show_values(
            [(one.name, pen_of(one, self.devicePixelRatioF()), self._value(one)) for one in self._series]
        )

    def _value(self, one: Series) -> str:
        if not len(one.x):
            return ""
        place = len(one.x) - 1
        if self._x is not None:
            place = int(np.searchsorted(one.x, self._x))
            if place >= len(one.x) or one.x[place] != self._x:
                return "–"
        value = one.y[place] * self._factor
        return f"{value:{self._form}} {self._unit}".strip()


def _nearest(places: Values, wanted: float) -> float:
    after = int(np.searchsorted(places, wanted))
    around = places[max(0, after - 1) : after + 1]
    return float(min(around, key=lambda x: abs(x - wanted)))
