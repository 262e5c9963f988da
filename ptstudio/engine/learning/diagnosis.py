"""What the epochs so far say about a training that does not go well, in plain words; knows no network and no task."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ptstudio.core.events import WarningRaised
from ptstudio.core.message import Record
from ptstudio.core.metric import MetricFacts

PATIENT_EPOCHS = 5
"""So many epochs have to end before anything is said: the first ones of a training with a warm-up say little."""
STILL = 0.98
"""A loss that is not below this share of the first epoch's has not moved."""
DRIFT = 1.1
"""Validation loss has risen to this many times its lowest. Prechelt (1998, “Early stopping – but when?”) calls the
excess in percent the generalisation loss; from 5 on, he stops."""
DRIFT_EPOCHS = 3
NEXT_TO_NOTHING = 0.03


class PastEpoch(Record):
    """What is kept of an epoch that has ended; `value` is the task's best metric."""

    phase: str
    train_loss: float
    validation_loss: float
    value: float


@dataclass(frozen=True)
class Measure:
    """The metric that counts, and what an answer that looks at no sample scores by it; None where that is not known."""

    facts: MetricFacts
    baseline: float | None = None

    def way_made(self, value: float) -> float | None:
        """How much of the way from the baseline (0) to perfect (1) a value is; None where there is no such way."""
        perfect = 1.0 if self.facts.higher_is_better else 0.0
        if self.baseline is None or self.facts.scale != "share" or self.baseline == perfect:
            return None
        return (value - self.baseline) / (perfect - self.baseline)


def quality(facts: MetricFacts, value: float) -> float:
    """A metric by which epochs are compared, higher being better. A share of next to nothing counts as nothing, so that
    the loss decides: a network that still marks at random hits something now and then, and one that has begun to learn
    marks nothing at first.
    """
    if not facts.higher_is_better:
        return -value
    return 0.0 if facts.scale == "share" and value < NEXT_TO_NOTHING else value


def diagnose(epochs: Sequence[PastEpoch], measure: Measure, told: Collection[str]) -> WarningRaised | None:
    """The most important thing to be said now, if there is any that was not `told` (by key) before."""
    if len(epochs) < PATIENT_EPOCHS:
        return None
    for key, find in _KINDS.items():
        if key in told or (key == "metric-at-baseline" and "loss-stuck" in told):
            continue  # a loss that does not move says already why the metric does not
        warning = find(epochs, measure)
        if warning is not None:
            return warning
    return None


def _loss_stuck(epochs: Sequence[PastEpoch], measure: Measure) -> WarningRaised | None:
    """The training loss stands where it stood after the first epoch, and that is not because all is learned."""
    if min(epoch.train_loss for epoch in epochs[1:]) < STILL * epochs[0].train_loss:
        return None
    made = measure.way_made(epochs[-1].value)
    if made is not None and made >= 0.5:
        return None
    return WarningRaised(
        key="loss-stuck",
        message=f"The loss has not moved in {len(epochs)} epochs: the network does not learn.",
        hint="Try a learning rate ten times higher or ten times lower, and look at a few samples: are their labels "
        "right, and can a person tell them apart at this size?",
    )


def _metric_at_baseline(epochs: Sequence[PastEpoch], measure: Measure) -> WarningRaised | None:
    """No epoch was better than an answer that looks at nothing, and the loss falls no more."""
    ways = [measure.way_made(epoch.value) for epoch in epochs]
    if any(made is None or made > 0.02 for made in ways):
        return None
    if epochs[-1].validation_loss < STILL * min(epoch.validation_loss for epoch in epochs[:-1]):
        return None
    name = measure.facts.title.lower()
    return WarningRaised(
        key="metric-at-baseline",
        message=f"After {len(epochs)} epochs, the {name} is no better than that of an answer that looks at no sample.",
        hint="Check whether the labels fit the samples, add samples of the rarer classes or give them more weight, "
        "or let more of the network learn.",
    )


def _drifting_apart(epochs: Sequence[PastEpoch], _: Measure) -> WarningRaised | None:
    """Training gets better while validation gets worse, within a phase."""
    phase = [epoch for epoch in epochs if epoch.phase == epochs[-1].phase]
    lowest = min(range(len(phase)), key=lambda number: phase[number].validation_loss)
    best, last = phase[lowest], phase[-1]
    if len(phase) < PATIENT_EPOCHS or len(phase) - 1 - lowest < DRIFT_EPOCHS:
        return None
    if last.validation_loss < DRIFT * best.validation_loss or last.train_loss > best.train_loss / DRIFT:
        return None
    return WarningRaised(
        key="drifting-apart",
        message="Training still gets better while validation gets worse: the network begins to learn the training "
        "samples by heart.",
        hint="The best epoch is kept, so nothing is lost. More or more varied samples help most; otherwise let less of "
        "the network learn, raise the weight decay, or stop earlier.",
    )


_KINDS: dict[str, Callable[[Sequence[PastEpoch], Measure], WarningRaised | None]] = {
    "loss-stuck": _loss_stuck,
    "metric-at-baseline": _metric_at_baseline,
    "drifting-apart": _drifting_apart,
}
