"""A metric as it is shown: its texts, and places on a bar from 0 to 1; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass

from ptstudio.app.translation import tr
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import SplitReport


@dataclass(frozen=True)
class Figure:
    """One metric of a split; the `…_at` are places on a bar from 0 to 1, nothing where there is no baseline."""

    title: str
    help: str
    value: str
    interval: str
    baseline: str
    value_at: float
    low_at: float
    high_at: float
    baseline_at: float | None

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        said = tr("{title}: {value}, {interval}", title=self.title, value=self.value, interval=self.interval)
        return f"{said}; {self.baseline}" if self.baseline else said


def figures(split: SplitReport, metrics: Sequence[MetricFacts]) -> list[Figure]:
    """The metrics of a split that the task has facts of, in the task's order: the first is the headline."""
    return [_figure(split, facts) for facts in metrics if facts.key in split.metrics]


def copied(split: SplitReport, metrics: Sequence[MetricFacts]) -> str:
    """The figures as a table for a spreadsheet: columns apart by tabs, numbers unrounded."""
    heads = (tr("Metric"), tr("Value"), tr("Low"), tr("High"), tr("Baseline"))
    lines = ["\t".join(heads)]
    for facts in metrics:
        if facts.key in split.metrics:
            estimate = split.metrics[facts.key]
            numbers = (estimate.value, estimate.low, estimate.high, split.baseline.get(facts.key, ""))
            lines.append("\t".join((tr(facts.title), *map(str, numbers))))
    return "\n".join(lines) + "\n"


def _figure(split: SplitReport, facts: MetricFacts) -> Figure:
    estimate, baseline = split.metrics[facts.key], split.baseline.get(facts.key)
    end = 1.0 if facts.scale == "share" else 1.1 * max(estimate.high, baseline or 0, 1e-9)

    def place(value: float) -> float:
        return min(max(value / end, 0.0), 1.0)

    return Figure(
        title=tr(facts.title),
        help=tr(facts.help),
        value=facts.written(estimate.value),
        interval=tr("{low} to {high}", low=facts.written(estimate.low), high=facts.written(estimate.high)),
        baseline="" if baseline is None else tr("a guess: {value}", value=facts.written(baseline)),
        value_at=place(estimate.value),
        low_at=place(estimate.low),
        high_at=place(estimate.high),
        baseline_at=None if baseline is None else place(baseline),
    )
