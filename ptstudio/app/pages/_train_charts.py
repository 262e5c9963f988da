"""The curves of a training, another's beside them, and what one can do with them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QGridLayout, QWidget

from ptstudio.app import chart_series
from ptstudio.app.chart_series import Series
from ptstudio.app.scratch_twin import is_from_scratch
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chart_pens import Mark
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.text import Button, IconButton, label
from ptstudio.core import atomic
from ptstudio.core.errors import explain_os_error
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run

TALL, LOW = 250, 150
"""Heights of the charts that matter most, and of the others."""
PHASES = {
    "head": "New last layer",
    "last": "Last third",
    "all": "Everything",
    "scratch": "From scratch",
}


class TrainCharts(QWidget):
    """`compared(folder or None)` when a person chooses what is laid beside; `failed(PTStudioError)`."""

    compared = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._run: Run | None = None
        self._beside: Run | None = None
        self._baselines: dict[str, float] = {}
        self._drawn: tuple[object, ...] = ()
        self._metrics: dict[str, MetricFacts] = {}
        epoch = tr("Epoch")
        self.loss = LineChart(tr("Loss"), epoch, height=TALL)
        self.quality = LineChart(
            tr("Quality on the validation split"), epoch, height=TALL, factor=100, unit="%", form=".1f", is_rising=True
        )
        self.rate = LineChart(tr("Learning rate"), epoch, height=LOW, form=".2g")
        self.speed = LineChart(tr("Throughput, in samples a second"), epoch, height=LOW, form=".0f")
        self._charts = (self.loss, self.quality, self.rate, self.speed)
        for chart in self._charts:
            chart.pointed.connect(self._point)
            if chart is not self.loss:
                chart.link_to(self.loss)
        self._make_tools()
        grid = QGridLayout()
        grid.setSpacing(Space.medium)
        for place, chart in enumerate(self._charts):
            grid.addWidget(chart, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        self.setLayout(column(*self._tools, grid, gap=Space.small))

    def show_metrics(self, metrics: Sequence[MetricFacts], best: str) -> None:
        """Which metrics can be chosen, and the one that decides."""
        shown = {facts.key: facts for facts in metrics if facts.scale == "share"}
        if list(shown) != list(self._metrics):
            self._metrics = shown
            self.which.blockSignals(True)
            self.which.clear()
            for facts in shown.values():
                self.which.addItem(tr(facts.title), facts.key)
            self.which.setCurrentIndex(max(0, self.which.findData(best)))
            self.which.blockSignals(False)

    def show_others(self, others: Sequence[tuple[str, Path]], chosen: Path | None) -> None:
        """Which trainings can be laid beside, by title and folder."""
        self.beside.blockSignals(True)
        self.beside.clear()
        self.beside.addItem(tr("nothing"), None)
        for title, folder in others:
            self.beside.addItem(title, folder)
        self.beside.setCurrentIndex(max(0, self.beside.findData(chosen)))
        self.beside.blockSignals(False)

    def show_run(self, run: Run, beside: Run | None, baselines: dict[str, float]) -> None:
        """Draw a run, with another beside it."""
        self._run, self._beside, self._baselines = run, beside, baselines
        state = (run.folder, len(run.epochs), beside and (beside.folder, len(beside.epochs)), *baselines.items())
        if state != self._drawn:
            self._drawn = state
            self.redraw()

    def redraw(self) -> None:
        """Draw everything anew."""
        if self._run is None:
            return
        epochs = self._run.epochs
        uprights = [
            Mark(tr(PHASES.get(stretch.phase, stretch.phase)), stretch.first - 0.5, "phase")
            for stretch in chart_series.stretches(epochs)
            if stretch.first > 1 or stretch.phase != "head"
        ]
        best = self._run.best_epoch
        marked = [*uprights, Mark(tr("best: {epoch}", epoch=best), best, "best")] if best else uprights
        key: str = self.which.currentData() or ""
        level = [Mark(tr("baseline"), self._baselines[key], "level")] if key in self._baselines else []
        self.loss.show_series(self._curves("loss"), marked)
        self.quality.show_series(self._curves("quality"), [*marked, *level])
        self.rate.show_series(self._curves("rate"), uprights)
        self.speed.show_series(self._curves("speed"), uprights)

    def save_picture(self, file: Path) -> None:
        """Write all charts as one PNG."""
        if not self.grab().save(str(file), "PNG"):
            self.failed.emit(explain_os_error(OSError(5, "not written", str(file)), "saving the picture"))

    def save_table(self, file: Path) -> None:
        """Write the curves, as they were measured, as CSV."""
        curves = [one for what in ("loss", "quality", "rate", "speed") for one in self._raw(what)]
        try:
            atomic.write_text(file, chart_series.table(curves, tr("Epoch")))
        except OSError as error:
            self.failed.emit(explain_os_error(error, "saving the table"))

    # ------------------------------------------------------------------ inside

    def _curves(self, what: str) -> list[Series]:
        strength: float = self.smoothing.currentData() or 0.0
        return [
            Series(one.name, one.x, chart_series.smoothed(one.y, strength), one.slot, one.is_beside)
            for one in self._raw(what)
        ]

    def _raw(self, what: str) -> list[Series]:
        """The curves of a chart as they were measured, the ones beside last."""
        found = []
        for run, is_beside in ((self._run, False), (self._beside, True)):
            if run is None or not run.epochs:
                continue
            named = partial(_named, run, is_beside=is_beside)
            if what == "loss":
                names = (named(tr("Training")), named(tr("Validation")))
                found += chart_series.loss_series(run.epochs, names, is_beside=is_beside)
            elif what == "quality":
                key: str = self.which.currentData() or ""
                name = named(self.which.currentText())
                found.append(chart_series.metric_series(run.epochs, key, name, is_beside=is_beside))
            elif what == "rate":
                found.append(chart_series.rate_series(run.epochs, named(tr("Learning rate")), is_beside=is_beside))
            else:
                found.append(chart_series.speed_series(run.epochs, named(tr("Throughput")), is_beside=is_beside))
        return found

    def _make_tools(self) -> None:
        self.which, self.beside, self.smoothing = QComboBox(), QComboBox(), QComboBox()
        self.which.currentIndexChanged.connect(self.redraw)
        self.beside.setMinimumContentsLength(34)
        self.beside.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.beside.activated.connect(lambda: self.compared.emit(self.beside.currentData()))
        for text, strength in ((tr("none"), 0.0), (tr("a little"), 0.5), (tr("strong"), 0.85)):
            self.smoothing.addItem(text, strength)
        self.smoothing.currentIndexChanged.connect(self.redraw)
        self.log = QCheckBox(tr("Logarithmic loss"))
        self.log.toggled.connect(self.loss.set_log)
        closer, farther = IconButton("zoom-in", tr("Zoom in")), IconButton("zoom-out", tr("Zoom out"))
        whole = Button(tr("Whole curves"), "quiet", "undo")
        closer.clicked.connect(partial(self.loss.zoom, 1.5))
        farther.clicked.connect(partial(self.loss.zoom, 1 / 1.5))
        whole.clicked.connect(self.show_all)
        picture, table = Button(tr("Save PNG…"), "quiet", "picture"), Button(tr("Save CSV…"), "quiet", "save")
        picture.clicked.connect(self._choose_picture)
        table.clicked.connect(self._choose_table)
        choices = row(
            *_labelled(tr("Metric"), self.which),
            *_labelled(tr("Beside"), self.beside),
            *_labelled(tr("Smoothing"), self.smoothing),
            None,
        )
        self._tools = (choices, row(self.log, closer, farther, whole, None, picture, table))

    def _point(self, x: float | None) -> None:
        for chart in self._charts:
            chart.point(x)

    def show_all(self) -> None:
        """Show the whole curves, and follow them."""
        for chart in self._charts:
            chart.show_all()

    def _choose_picture(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, tr("Save the charts"), "training.png", tr("Pictures (*.png)"))
        if file:
            self.save_picture(Path(file))

    def _choose_table(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, tr("Save the curves"), "training.csv", tr("Tables (*.csv)"))
        if file:
            self.save_table(Path(file))


def _named(run: Run, text: str, *, is_beside: bool) -> str:
    """A curve's name, which says what is different about a run that is laid beside."""
    if not is_beside:
        return text
    if is_from_scratch(run):
        return tr("{curve}, from scratch", curve=text)
    return tr("{curve}, beside", curve=text)


def _labelled(text: str, box: QComboBox) -> tuple[QWidget, QComboBox]:
    name = label(text)
    name.setWordWrap(False)
    name.setBuddy(box)
    box.setAccessibleName(text)
    return name, box
