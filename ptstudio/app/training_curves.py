"""Which curves there are of a training, those of another laid beside them, and what they are called; knows no chart."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ptstudio.app import axis_range, chart_series
from ptstudio.app.chart_series import Series
from ptstudio.app.scratch_twin import is_from_scratch
from ptstudio.app.translation import tr
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run, RunStatus


@dataclass(frozen=True)
class TrainingCurves:
    """A training as it stands, and perhaps another, whose curves come last."""

    run: Run
    beside: Run | None = None

    def losses(self) -> list[Series]:
        """On the training and the validation split."""
        found: list[Series] = []
        for run, is_beside in self._runs():
            names = (self._named(tr("Training"), run), self._named(tr("Validation"), run))
            found += chart_series.loss_series(run.epochs, names, is_beside=is_beside)
        return self._with_steps(found, tr("Training, each step"), self.run.steps.losses)

    def qualities(self, metric: MetricFacts) -> list[Series]:
        """One metric on the validation split."""
        return [
            chart_series.metric_series(run.epochs, metric.key, self._named(tr(metric.title), run), is_beside=is_beside)
            for run, is_beside in self._runs()
        ]

    def rates(self) -> list[Series]:
        """The learning rate."""
        found = [
            chart_series.rate_series(run.epochs, self._named(tr("Learning rate"), run), is_beside=is_beside)
            for run, is_beside in self._runs()
        ]
        return self._with_steps(found, tr("Each step"), self.run.steps.learning_rates)

    def speeds(self) -> list[Series]:
        """Samples a second."""
        found = [
            chart_series.speed_series(run.epochs, self._named(tr("Throughput"), run), is_beside=is_beside)
            for run, is_beside in self._runs()
        ]
        return self._with_steps(found, tr("Each step"), self.run.steps.speeds)

    def end(self) -> float:
        """Where an axis of epochs ends that shows them."""
        ends = [float(run.epochs[-1].epoch) for run, _ in self._runs()] + list(self.run.steps.places[-1:])
        is_growing = self.run.status in (RunStatus.RUNNING, RunStatus.WAITING)
        planned = self.run.epochs[-1].epochs if self.run.epochs else math.inf
        return axis_range.end_of_epochs(max(ends, default=0.0), planned if is_growing else None)

    def _runs(self) -> Iterator[tuple[Run, bool]]:
        """The runs of which an epoch has ended, and whether they are only laid beside."""
        for run, is_beside in ((self.run, False), (self.beside, True)):
            if run is not None and run.epochs:
                yield run, is_beside

    def _with_steps(self, epochs: list[Series], name: str, values: Sequence[float]) -> list[Series]:
        """The same curves, and behind the first that of the single steps that it sums up, once it is there."""
        steps, own = self.run.steps, 1 if self.run.epochs else 0
        fine = [chart_series.step_series(steps, values, name)] if steps else []
        return [*epochs[:own], *fine, *epochs[own:]]

    def _named(self, curve: str, run: Run) -> str:
        """A curve's name, which says what is different about a run that is laid beside."""
        if run is self.run:
            return curve
        if is_from_scratch(run):
            return tr("{curve}, from scratch", curve=curve)
        if is_from_scratch(self.run):
            return tr("{curve}, pretrained", curve=curve)
        return tr("{curve}, beside", curve=curve)
