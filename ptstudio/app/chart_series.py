"""The curves of a training as plain numbers, ready to be drawn or written down; knows no chart."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.events import EpochEnded
from ptstudio.core.report import Report
from ptstudio.core.steps import Steps

Values = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """One curve: its name, its points, and what it is.

    `is_beside`: it belongs to another training. `is_fine`: it has a point for single steps and not for each epoch.
    `among`: its place among the curves of several trainings, which all count the same; none where it is below zero.
    """

    name: str
    x: Values
    y: Values
    slot: int = 0
    is_beside: bool = False
    is_fine: bool = False
    among: int = -1

    def is_same(self, other: "Series") -> bool:
        """Whether it would be drawn the same."""
        kind = (self.name, self.slot, self.is_beside, self.is_fine, self.among)
        is_kind = kind == (other.name, other.slot, other.is_beside, other.is_fine, other.among)
        return is_kind and np.array_equal(self.x, other.x) and np.array_equal(self.y, other.y)

    def smoothed(self, strength: float) -> "Series":
        """The same curve, calmer by a strength from 0 to 1."""
        return replace(self, y=smoothed(self.y, strength)) if strength else self


@dataclass(frozen=True)
class Stretch:
    """The epochs in which the same parts learn; `first` and `last` count from 1."""

    phase: str
    first: int
    last: int


def loss_series(epochs: Sequence[EpochEnded], names: tuple[str, str], *, is_beside: bool = False) -> list[Series]:
    """The losses on the training and the validation split; `names` are what they are called."""
    x = _epochs(epochs)
    train = Series(names[0], x, tuple(epoch.train_loss for epoch in epochs), 0, is_beside)
    return [train, Series(names[1], x, tuple(epoch.validation_loss for epoch in epochs), 1, is_beside)]


def metric_series(epochs: Sequence[EpochEnded], metric: str, name: str, *, is_beside: bool = False) -> Series:
    """One metric, where it was measured."""
    measured = [epoch for epoch in epochs if metric in epoch.metrics]
    return Series(name, _epochs(measured), tuple(epoch.metrics[metric] for epoch in measured), 1, is_beside)


def rate_series(epochs: Sequence[EpochEnded], name: str, *, is_beside: bool = False) -> Series:
    """The learning rate at the end of each epoch."""
    return Series(name, _epochs(epochs), tuple(epoch.learning_rate for epoch in epochs), 0, is_beside)


def speed_series(epochs: Sequence[EpochEnded], name: str, *, is_beside: bool = False) -> Series:
    """Training samples a second."""
    return Series(name, _epochs(epochs), tuple(epoch.samples_per_s for epoch in epochs), 0, is_beside)


def step_series(steps: Steps, values: Sequence[float], name: str) -> Series:
    """What was measured at single steps; `values` is a column of `steps`."""
    return Series(name, np.array(steps.places), np.array(values), is_fine=True)


def smoothed(values: Values, strength: float) -> tuple[float, ...]:
    """A running mean that forgets: `strength` 0 leaves the values alone, near 1 hardly follows them.

    Corrected for its start as in Kingma and Ba 2015, so that the first values are not pulled towards zero.
    """
    if strength <= 0:
        return tuple(values)
    mean, weight, found = 0.0, 0.0, []
    for value in values:
        mean = strength * mean + (1 - strength) * value
        weight = strength * weight + (1 - strength)
        found.append(mean / weight)
    return tuple(found)


def stretches(epochs: Sequence[EpochEnded]) -> list[Stretch]:
    """The phases in their order."""
    found = []
    for phase, group in groupby(epochs, key=lambda epoch: epoch.phase):
        members = list(group)
        found.append(Stretch(phase, members[0].epoch, members[-1].epoch))
    return found


def baseline_of(metric: str, report: Report | None, revision: Revision | None) -> float | None:
    """What an answer that looks at nothing scores on the validation split.

    From the report where there is one; before that, where it follows from how the classes are spread.
    """
    judged = report.splits.get(str(Split.VALIDATION)) if report else None
    if judged is not None:
        return judged.baseline.get(metric)
    by_split = revision.counts.by_split if revision else {}
    return _guessed(by_split.get(Split.TRAIN, {}), by_split.get(Split.VALIDATION, {})).get(metric)


def _guessed(training: Mapping[str, int], validation: Mapping[str, int]) -> dict[str, float]:
    """What it scores to answer always as the classes are spread in the training split, counted by class."""
    learned, total = sum(training.values()), sum(validation.values())
    if not learned or not total:
        return {}
    surprise = sum(
        number * -math.log(max(training.get(label, 0) / learned, 1e-15)) for label, number in validation.items()
    )
    hits = validation.get(max(training, key=lambda label: training[label]), 0)
    return {"accuracy": hits / total, "log_loss": surprise / total}


def table(series: Sequence[Series], x_name: str) -> str:
    """The curves as CSV, a row for each place on the x axis."""
    import csv
    import io

    places = sorted({x for one in series for x in one.x})
    columns = [dict(zip(one.x, one.y, strict=True)) for one in series]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([x_name, *(one.name for one in series)])
    for place in places:
        writer.writerow([f"{place:g}", *(column.get(place, "") for column in columns)])
    return stream.getvalue()


def _epochs(epochs: Sequence[EpochEnded]) -> tuple[float, ...]:
    return tuple(float(epoch.epoch) for epoch in epochs)
