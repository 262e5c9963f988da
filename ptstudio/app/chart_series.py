"""The curves of a training as plain numbers, ready to be drawn or written down; knows no chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ptstudio.core.dataset import Revision, Split
from ptstudio.core.events import EpochEnded
from ptstudio.core.report import Report

Values = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """One curve: its name, its points, and whether it belongs to another training that is only laid beside."""

    name: str
    x: Values
    y: Values
    slot: int = 0
    is_beside: bool = False


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

    From the report where there is one; before that, for the accuracy, from how the classes are spread: the share of
    validation samples that belong to the most frequent class of the training split.
    """
    judged = report.splits.get(str(Split.VALIDATION)) if report else None
    if judged is not None:
        return judged.baseline.get(metric)
    if revision is None or metric != "accuracy":
        return None
    training = revision.counts.by_split.get(Split.TRAIN, {})
    validation = revision.counts.by_split.get(Split.VALIDATION, {})
    total = sum(validation.values())
    if not training or not total:
        return None
    return validation.get(max(training, key=lambda label: training[label]), 0) / total


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
