"""Precision and recall from every probability on, as curves, and a slider that says what another one would give."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app.chart_series import Series
from ptstudio.app.formats import share
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_pens import Mark
from ptstudio.app.widgets.chart_plot import Scale
from ptstudio.app.widgets.confidence_slider import ConfidenceSlider
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.report import ThresholdCurve, ThresholdPoint, Thresholds

HEIGHT = 260
MOST_CURVES, OF_ALL = 4, 5
"""So many classes have a curve in the colour in which they are drawn in pictures; that of all is grey."""
STEPS = 100
"""So many places of the axis have a point, as in COCO's own curves."""
TICKS = tuple((tick / 4, f"{25 * tick} %") for tick in range(5))


class ThresholdView(QWidget):
    """`chosen(probability)` while a person tries another one; what was measured stays as it is."""

    chosen = Signal(float)

    def __init__(self, section: Thresholds) -> None:
        super().__init__()
        self._section = section
        self.chart = LineChart(
            tr("Right of all found (precision)"),
            tr("Found of all there are (recall)"),
            height=HEIGHT,
            scale=Scale(factor=100, unit="%", form=".0f", most=1.0, is_rising=True),
            hint=tr("the farther up and to the right, the better"),
            x_words=lambda place: tr("{share} or more", share=share(place, 0)),
        )
        self._recall = 0.0
        self.chart.setToolTip(
            tr(
                "Each point of a curve is a probability from which on something counts as found. Farther to the right "
                "that is less, so that more is found, and more of it is wrong."
            )
        )
        self.chart.pointed.connect(lambda x: self.chart.point(self._recall if x is None else x))
        self.chart.plot.name_places(TICKS)
        self.slider = ConfidenceSlider(section.chosen)
        self.slider.chosen.connect(self._choose)
        self.reset = Button(tr("As measured"), "quiet", "undo", tr("Back to what the figures above are measured with"))
        self.reset.clicked.connect(self._reset)
        about = label(
            tr(
                "Above the curves stands how much is right at best where at least so much of each class is found. The "
                "table of classes says how much is right of what is found with the probability in use."
            ),
            "small",
        )
        self.figures = label("", "heading")
        below = row(self.slider, self.reset, gap=Space.medium)
        below.setStretch(0, 1)
        self.setLayout(column(self.chart, about, below, self.figures, gap=Space.medium))
        self._show(section.chosen)

    def _choose(self, least: float) -> None:
        self._show(least)
        self.chosen.emit(least)

    def _reset(self) -> None:
        self.slider.show_least(self._section.chosen)
        self._choose(self._section.chosen)

    def _show(self, least: float) -> None:
        curves = self._section.curves
        self.reset.setEnabled(least != self._section.chosen)
        if not curves or not curves[0].points:
            return
        at = curves[0].at(least)
        figures = [
            tr("Right of all found (precision): {share}", share=share(at.precision)),
            tr("found of all there are (recall): {share}", share=share(at.recall)),
            tr("both in one (F1): {share}", share=share(at.f1)),
        ]
        self.figures.setText(" · ".join(figures))
        self._recall = round(at.recall * STEPS) / STEPS
        mark = Mark(tr("at least {share} sure", share=share(least, 0)), self._recall, "best")
        self.chart.show_series([_series(curve, place) for place, curve in enumerate(_shown(curves))], [mark], 1.0)
        self.chart.point(self._recall)


def _shown(curves: Sequence[ThresholdCurve]) -> Sequence[ThresholdCurve]:
    """The one of all classes, and a few single ones; of one class alone both are the same."""
    return curves[:1] if len(curves) == 2 else curves[: 1 + MOST_CURVES]


def _series(curve: ThresholdCurve, place: int) -> Series:
    recalls, precisions = best_precisions(curve.points)
    return Series(curve.label or tr("All classes"), recalls, precisions, among=place - 1 if curve.label else OF_ALL)


def best_precisions(points: Sequence[ThresholdPoint]) -> tuple[list[float], list[float]]:
    """For each recall in hundredths, as far as any is reached, the best precision with at least that recall."""
    recalls: list[float] = []
    precisions: list[float] = []
    best, ordered = 0.0, sorted(points, key=lambda point: point.recall)
    for step in reversed(range(STEPS + 1)):
        while ordered and ordered[-1].recall >= step / STEPS - 1e-9:
            best = max(best, ordered.pop().precision)
        if best or recalls:
            recalls.append(step / STEPS)
            precisions.append(best)
    return recalls[::-1], precisions[::-1]
