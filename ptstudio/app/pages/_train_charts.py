"""The charts of a training and of another beside it, and what one can do with them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from ptstudio.app import chart_series
from ptstudio.app.chart_series import Series
from ptstudio.app.pages._train_tools import TrainTools
from ptstudio.app.theme import Space, theme
from ptstudio.app.throttle import Throttle
from ptstudio.app.training_curves import TrainingCurves
from ptstudio.app.translation import tr
from ptstudio.app.turns import Turns
from ptstudio.app.widgets.chart_pens import Mark
from ptstudio.app.widgets.chart_plot import Range, Scale
from ptstudio.app.widgets.file_choosing import choose_new_file
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run

TALL, LOW = 232, 150
"""Heights of the charts that matter most, and of the others."""
STEPS_MS = 300
"""How often single steps are drawn: one sees it move, and most of the processor is left to the training."""
PHASES = {
    "head": "New last layer",
    "last": "Last third",
    "adapters": "Small additions",
    "all": "Everything",
    "scratch": "From scratch",
}


class TrainCharts(QWidget):
    """`pointed(x or None)` when the crosshair moves; `compared(folder or None)` when a person chooses what is laid
    beside; `failed(PTStudioError)`.
    """

    pointed = Signal(object)
    compared = Signal(object)
    failed = Signal(object)

    def __init__(self, between: QWidget) -> None:
        """`between` stands below the charts that matter most and above the others."""
        super().__init__()
        self._curves: TrainingCurves | None = None
        self._baselines: dict[str, float] = {}
        self._drawn: tuple[object, ...] = ()
        self._drawn_steps = 0
        self._metrics: dict[str, MetricFacts] = {}
        self._make_charts()
        self._turns, self._soon = Turns(self), Throttle(self, STEPS_MS)
        self._soon.due.connect(self._redraw_in_turn)
        self.tools = TrainTools()
        self.tools.metric_chosen.connect(self._choose_metric)
        self.tools.compared.connect(self.compared)
        self.tools.smoothing_chosen.connect(self.redraw)
        self.tools.log_switched.connect(self.loss.set_log)
        self.tools.zoomed.connect(self.loss.zoom)
        self.tools.whole_wanted.connect(self.show_all)
        self.tools.picture_wanted.connect(self._choose_picture)
        self.tools.table_wanted.connect(self._choose_table)
        self._pairs = [_side_by_side(self.loss, self.quality), _side_by_side(self.rate, self.speed)]
        self.setLayout(column(self.tools, self._pairs[0], between, self._pairs[1], gap=Space.medium))

    def show_metrics(self, metrics: Sequence[MetricFacts], best: str) -> None:
        """Which metrics can be chosen, and the one that decides."""
        if list(self._metrics) != [facts.key for facts in metrics]:
            self._metrics = {facts.key: facts for facts in metrics}
            self.tools.show_metrics([(tr(facts.title), facts.key) for facts in metrics], best)
            self._choose_metric()

    def show_run(self, run: Run, beside: Run | None, baselines: dict[str, float]) -> None:
        """Draw a run, with another beside it: another one at once, one that has grown chart by chart."""
        curves = TrainingCurves(run, beside)
        is_other = self._curves is None or self._curves.run is not run or self._curves.beside is not beside
        state = (len(run.epochs), run.status, len(beside.epochs) if beside else 0, *baselines.items())
        self._curves, self._baselines = curves, baselines
        if is_other:
            self.redraw()
        elif state != self._drawn:
            self._redraw_in_turn()
        elif run.steps.seen != self._drawn_steps:
            self._soon.ask()
        self._drawn, self._drawn_steps = state, run.steps.seen

    def redraw(self) -> None:
        """Draw everything now."""
        self._redraw_in_turn()
        self._turns.finish()

    def show_all(self) -> None:
        """Show the whole curves, and follow them."""
        self.loss.show_all()

    def point(self, x: float | None) -> None:
        """Put the crosshair at a place of the epochs, without `pointed`; None takes it away."""
        for chart in self._charts:
            chart.point(x)

    def let_go(self) -> None:
        """Draw no more."""
        self._soon.drop()
        self._turns.drop()

    def save_picture(self, file: Path) -> None:
        """Write the charts as one PNG."""
        self._turns.finish()
        if not self._picture().save(str(file), "PNG"):
            self.failed.emit(explain_os_error(OSError(5, "not written", str(file)), "saving the picture"))

    def save_table(self, file: Path, *, of_steps: bool = False) -> None:
        """Write the curves as they were measured as CSV, a row for each epoch, or for each step that is kept."""
        curves = self._curves
        if curves is None:
            return
        lists = (curves.losses(), self._qualities(curves), curves.rates(), curves.speeds())
        if of_steps:
            titles = [chart.title.text() for chart in self._charts]
            drawn = zip(titles, lists, strict=True)
            chosen = [replace(one, name=title) for title, series in drawn for one in series if one.is_fine]
        else:
            chosen = [one for series in lists for one in series if not one.is_fine]
        text = chart_series.table(chosen, tr("Epoch"))
        try:
            atomic.write_text(file, text)
        except OSError as error:
            self.failed.emit(explain_os_error(error, "saving the table"))

    # ------------------------------------------------------------------ the charts

    def _make_charts(self) -> None:
        epoch = tr("Epoch")
        self.loss = LineChart(tr("Loss"), epoch, height=TALL, hint=tr("lower is better"))
        self.quality = LineChart(tr("Quality"), epoch, height=TALL)
        self.rate = LineChart(tr("Learning rate"), epoch, height=LOW, scale=Scale(form=".2g"))
        self.speed = LineChart(tr("Throughput, in samples a second"), epoch, height=LOW, scale=Scale(form=".0f"))
        self._charts = (self.loss, self.quality, self.rate, self.speed)
        for chart in self._charts:
            chart.pointed.connect(self.point)
            chart.pointed.connect(self.pointed)
            chart.stretched.connect(partial(self._stretch, chart))

    def _stretch(self, by: LineChart, stretch: Range | None) -> None:
        for chart in self._charts:
            if chart is not by:
                chart.show_stretch(stretch)

    def _choose_metric(self) -> None:
        facts = self._metrics[self.tools.metric_key]
        share = Scale(100, "%", ".1f", 100, is_rising=facts.higher_is_better)
        scale = share if facts.scale == "share" else Scale(is_rising=facts.higher_is_better)
        which = tr("higher is better") if facts.higher_is_better else tr("lower is better")
        self.quality.set_scale(tr(facts.title), scale, tr("on the validation split, {which}", which=which))
        self._draw_quality()

    # ------------------------------------------------------------------ drawing

    def _redraw_in_turn(self) -> None:
        self._turns.ask(self._draw_loss, self._draw_quality, self._draw_rate, self._draw_speed)

    def _draw_loss(self) -> None:
        if self._curves is not None:
            self._draw(self.loss, self._curves.losses(), [*self._phases(), *self._best()])

    def _draw_quality(self) -> None:
        if self._curves is not None:
            key = self.tools.metric_key
            level = [Mark(tr("baseline"), self._baselines[key], "level")] if key in self._baselines else []
            self._draw(self.quality, self._qualities(self._curves), [*self._phases(), *self._best(), *level])

    def _draw_rate(self) -> None:
        if self._curves is not None:
            self._draw(self.rate, self._curves.rates(), self._phases())

    def _draw_speed(self) -> None:
        if self._curves is not None:
            self._draw(self.speed, self._curves.speeds(), self._phases())

    def _draw(self, chart: LineChart, series: Sequence[Series], marks: Sequence[Mark]) -> None:
        smooth = [one.smoothed(self.tools.smoothing) for one in series]
        chart.show_series(smooth, marks, self._curves.end() if self._curves else None)

    def _qualities(self, curves: TrainingCurves) -> list[Series]:
        facts = self._metrics.get(self.tools.metric_key)
        return curves.qualities(facts) if facts else []

    def _phases(self) -> list[Mark]:
        return [
            Mark(tr(PHASES.get(stretch.phase, stretch.phase)), stretch.first - 1, "phase")
            for stretch in chart_series.stretches(self._curves.run.epochs if self._curves else [])
            if stretch.first > 1 or stretch.phase != "head"
        ]

    def _best(self) -> list[Mark]:
        best = self._curves.run.best_epoch if self._curves else None
        return [Mark(tr("best: {epoch}", epoch=best), best, "best")] if best else []

    # ------------------------------------------------------------------ what is saved

    def _picture(self) -> QPixmap:
        """All charts, and nothing that stands between them."""
        parts = [pair.grab() for pair in self._pairs]
        ratio = parts[0].devicePixelRatio()
        gap = round(Space.medium * ratio)
        whole = QPixmap(parts[0].width() + 2 * gap, sum(part.height() + gap for part in parts) + gap)
        whole.fill(theme().colour("window"))
        painter = QPainter(whole)
        top = gap
        for part in parts:
            part.setDevicePixelRatio(1)
            painter.drawPixmap(gap, top, part)
            top += part.height() + gap
        painter.end()
        return whole

    def _choose_picture(self) -> None:
        file = choose_new_file(self, tr("Save the charts"), "training.png", tr("Pictures (*.png)"))
        if file is not None:
            self.save_picture(file)

    def _choose_table(self) -> None:
        steps = tr("A row for each step (*.csv)")
        kinds = ";;".join((tr("A row for each epoch (*.csv)"), steps))
        file, kind = QFileDialog.getSaveFileName(self, tr("Save the curves"), "training.csv", kinds)
        if file:
            self.save_table(Path(file), of_steps=kind == steps)


def _side_by_side(first: LineChart, second: LineChart) -> QWidget:
    made = QWidget()
    layout = row(first, second, gap=Space.medium)
    layout.setStretch(0, 1)
    layout.setStretch(1, 1)
    made.setLayout(layout)
    return made
