"""The curves of the selected trainings, laid over each other; knows no table."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from ptstudio.app.run_curves import end_of, overlaid_losses, overlaid_metrics
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.chart_plot import Scale
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.line_chart import LineChart
from ptstudio.app.widgets.text import label
from ptstudio.core.jobs import TrainJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks

HEIGHT, ROOM = 170, 860
MOST = 6
"""So many curves are drawn; more could not be told apart."""


class RunsCurves(QWidget):
    """Hidden where none of the selected runs has a curve."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[Run] = []
        self._names: Mapping[str, str] = {}
        self._metric = ""
        self.metrics = Chooser(tr("Metric"))
        self.metrics.chosen.connect(self._choose_metric)
        self.words = label("", "muted")
        self.loss = LineChart(
            tr("Loss"), tr("epoch"), height=HEIGHT, hint=tr("on the validation split, lower is better")
        )
        self.quality = LineChart(tr("Metric"), tr("epoch"), height=HEIGHT)
        for one, other in ((self.loss, self.quality), (self.quality, self.loss)):
            one.pointed.connect(one.point)
            one.pointed.connect(other.point)
            one.stretched.connect(other.show_stretch)
        charts = Beside(self.loss, self.quality, room=ROOM)
        top = row(self.words, self.metrics, gap=Space.medium)
        top.setStretch(0, 1)
        self.setLayout(column(top, charts, gap=Space.small))
        self.hide()

    def show_runs(self, runs: Sequence[Run], names: Mapping[str, str]) -> None:
        """Draw those of the runs that have curves; `names` are what runs are called, by their folders' names."""
        found = [run for run in runs if run.epochs and isinstance(run.job, TrainJob)]
        self._runs, self._names = found[:MOST], names
        self.setVisible(bool(found))
        if not found:
            return
        more = tr("The first {most} of them are drawn.", most=MOST) if len(found) > MOST else ""
        hint = tr("Select more trainings to lay their curves over each other.") if len(found) == 1 else ""
        self.words.setText(more or hint)
        facts = self._facts()
        self._metric = self._metric if self._metric in facts else self._best()
        self.metrics.show_choices([(key, tr(one.title)) for key, one in facts.items()], self._metric)
        self._draw()

    def _facts(self) -> dict[str, MetricFacts]:
        """The metrics that every one of them has, by key."""
        each = [{facts.key: facts for facts in all_tasks()[_task_of(run)].metrics} for run in self._runs]
        return {key: facts for key, facts in each[0].items() if all(key in other for other in each)}

    def _best(self) -> str:
        return all_tasks()[_task_of(self._runs[0])].best_metric

    def _choose_metric(self, key: object) -> None:
        self._metric = str(key)
        self._draw()

    def _draw(self) -> None:
        end = end_of(self._runs)
        self.loss.show_series(overlaid_losses(self._runs, self._names), (), end)
        facts = self._facts().get(self._metric)
        if facts is None:
            return
        share = Scale(100, "%", ".1f", 100, is_rising=facts.higher_is_better)
        scale = share if facts.scale == "share" else Scale(is_rising=facts.higher_is_better)
        which = tr("higher is better") if facts.higher_is_better else tr("lower is better")
        self.quality.set_scale(tr(facts.title), scale, tr("on the validation split, {which}", which=which))
        self.quality.show_series(overlaid_metrics(self._runs, self._names, facts), (), end)


def _task_of(run: Run) -> str:
    return run.job.task if isinstance(run.job, TrainJob) else ""
