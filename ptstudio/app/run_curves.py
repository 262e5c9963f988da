"""The curves of several trainings laid over each other, and what they are called; knows no chart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ptstudio.app import axis_range, chart_series
from ptstudio.app.chart_series import Series
from ptstudio.app.scratch_twin import is_from_scratch
from ptstudio.app.translation import tr
from ptstudio.core.metric import MetricFacts
from ptstudio.core.run import Run


def overlaid_losses(runs: Sequence[Run], names: Mapping[str, str]) -> list[Series]:
    """The loss on the validation split of each; `names` are what runs are called, by their folders' names."""
    found = []
    for place, run in enumerate(runs):
        losses = chart_series.loss_series(run.epochs, ("", _called(run, names)))
        found.append(replace(losses[1], among=place))
    return found


def overlaid_metrics(runs: Sequence[Run], names: Mapping[str, str], metric: MetricFacts) -> list[Series]:
    """One metric on the validation split of each."""
    return [
        replace(chart_series.metric_series(run.epochs, metric.key, _called(run, names)), among=place)
        for place, run in enumerate(runs)
    ]


def _called(run: Run, names: Mapping[str, str]) -> str:
    """What a run is called, with what sets it apart from its pretrained twin."""
    name = names[run.folder.name]
    return tr("{name}, from scratch", name=name) if is_from_scratch(run) else name


def end_of(runs: Sequence[Run]) -> float:
    """Where an axis of epochs ends that shows all of them."""
    return axis_range.end_of_epochs(max((float(run.epochs[-1].epoch) for run in runs if run.epochs), default=0.0), None)
