"""A chart of curves over the epochs, with a legend that reads their values; knows nothing of trainings."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from ptstudio.app.chart_series import Series, Values
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_legend import ChartLegend
from ptstudio.app.widgets.chart_pens import Mark, pen_of
from ptstudio.app.widgets.chart_plot import ChartPlot, Range, Scale
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import label

STEP = 1.25
NEAR = 10
"""From so many pixels on, the crosshair leaves the epochs for the single steps between them."""


class LineChart(QFrame):
    """Curves with a legend that reads their values at the crosshair.

    `pointed(x or None)` is emitted when that moves, `stretched(range or None)` when a person zooms, or no more.
    """

    pointed = Signal(object)
    stretched = Signal(object)

    def __init__(
        self,
        title: str,
        x_name: str,
        *,
        height: int,
        scale: Scale | None = None,
        hint: str = "",
        x_words: Callable[[float], str] = "{:.4g}".format,
    ) -> None:
        """`hint` says how the curves are to be read, `x_words` writes a place of the x axis."""
        super().__init__()
        self.setProperty("kind", "card")
        self._x_name, self._hint, self._x_words = x_name, hint, x_words
        self._series: list[Series] = []
        self._x: float | None = None
        self.title = label(title, "heading")
        self.title.setWordWrap(False)
        self.place = label(hint, "small")
        self.place.setWordWrap(False)
        self.legend = ChartLegend()
        self.plot = ChartPlot(self, x_name, height)
        self.plot.hovered.connect(self._hover)
        self.plot.stretched.connect(self.stretched)
        if scale is not None:
            self.plot.set_scale(scale)
        self._set_up()
        top = row(self.title, None, self.place)
        self.setLayout(column(top, self.legend, None, self.plot.widget, gap=Space.tight, margin=Space.medium))
        theme().changed.connect(self._restyle)
        self._restyle()

    # ------------------------------------------------------------------ what is shown

    def show_series(self, series: Sequence[Series], marks: Sequence[Mark] = (), end: float | None = None) -> None:
        """Draw curves in place of those before; the x axis goes from 0 to `end`, or else as far as they do."""
        self._series = list(series)
        reached = max((float(one.x[-1]) for one in series if len(one.x)), default=1.0)
        self.plot.show_series(series, marks, reached if end is None else end)
        self._read()

    @property
    def shown_names(self) -> tuple[str, ...]:
        """What the curves are called that are drawn."""
        return tuple(one.name for one in self._series)

    def set_scale(self, title: str, scale: Scale, hint: str = "") -> None:
        """Show other values."""
        self._hint = hint
        self.title.setText(title)
        self._name()
        self.plot.set_scale(scale)
        self._read()

    def set_log(self, is_log: bool) -> None:
        """Show the values on a logarithmic scale."""
        self.plot.set_log(is_log)

    def point(self, x: float | None) -> None:
        """Put the crosshair at a place of the x axis, without `pointed`; None takes it away."""
        if x != self._x:
            self._x = x
            self.plot.point(x)
            self._read()

    def zoom(self, factor: float) -> None:
        """Show a stretch that is shorter by `factor`."""
        self.plot.zoom(factor)

    def show_stretch(self, stretch: Range | None) -> None:
        """Show this stretch of the x axis, without `stretched`; None shows all of it, and follows it as it grows."""
        self.plot.show_stretch(stretch)

    def show_all(self) -> None:
        """Show the whole curves again, and follow them as they grow."""
        self.plot.show_stretch(None)
        self.stretched.emit(None)

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
                self.plot.show_focus(event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _press(self, key: int) -> bool:
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(is_ahead=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            return False
        return True

    def _step(self, *, is_ahead: bool) -> None:
        """Move the crosshair to the next epoch, or to the next step where none has ended yet."""
        places = sorted({float(x) for one in self._places() for x in one})
        ahead = [x for x in places if self._x is None or x > self._x]
        behind = [x for x in places if self._x is None or x < self._x]
        moved = ahead[:1] if is_ahead else behind[-1:]
        if places:
            self.pointed.emit(moved[0] if moved else self._x)

    def _hover(self, wanted: float) -> None:
        """Have the crosshair go to the nearest epoch, or to a step where that is nearer by far."""
        nearest = _nearest(self._places(), wanted)
        if nearest is not None and not self.plot.is_near(nearest, wanted, NEAR):
            step = _nearest((one.x for one in self._series if one.is_fine), wanted)
            if step is not None and abs(step - wanted) < abs(nearest - wanted):
                nearest = step
        if nearest is not None:
            self.pointed.emit(nearest)

    def _places(self) -> list[Values]:
        """Where the crosshair can stand: at epochs, or at steps as long as there are none."""
        found = [one.x for one in self._series if len(one.x) and not one.is_fine]
        return found or [one.x for one in self._series if len(one.x)]

    # ------------------------------------------------------------------ drawing

    def _set_up(self) -> None:
        widget = self.plot.widget
        widget.setAccessibleDescription(tr("Arrow keys move the crosshair, plus and minus zoom, 0 shows everything."))
        widget.setToolTip(tr("Drag to zoom in, or hold Ctrl and turn the wheel. Key 0 shows everything again."))
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)
        widget.viewport().installEventFilter(self)
        self._name()

    def _name(self) -> None:
        self.plot.widget.setAccessibleName(". ".join(part for part in (self.title.text(), self._hint) if part))

    def _restyle(self) -> None:
        self.plot.redraw()
        self._read()

    def _read(self) -> None:
        """Have the legend read the values at the crosshair, or else the newest ones."""
        self.place.setText(self._hint if self._x is None else f"{self._x_name} {self._x_words(self._x)}")
        self.legend.show_values(
            [(one.name, pen_of(one, self.devicePixelRatioF()), self._value(one)) for one in self._series]
        )

    def _value(self, one: Series) -> str:
        if not len(one.x):
            return ""
        place = len(one.x) - 1
        if self._x is not None:
            place = int(np.searchsorted(one.x, self._x))
            is_there = place < len(one.x) and one.x[place] == self._x
            if one.is_fine:
                place = min(place, len(one.x) - 1)
            elif not is_there:
                return "–"
        return self.plot.scale.words(float(one.y[place]))


def _nearest(curves: Iterable[Values], wanted: float) -> float | None:
    found = []
    for places in curves:
        after = int(np.searchsorted(places, wanted))
        found += [float(x) for x in places[max(0, after - 1) : after + 1]]
    return min(found, key=lambda x: abs(x - wanted), default=None)
