"""How a training is going, in sentences that need no expert; knows no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ptstudio.app.translation import tr
from ptstudio.core.events import EpochEnded, RunFailed, RunStopped
from ptstudio.core.metric import MetricFacts, in_sentence
from ptstudio.core.run import Run, RunStatus

FEW = 3
"""Epochs before anything can be said of where a training goes."""
NEAR = 0.02
"""How close to the baseline a metric counts as no better than it."""
RISE, LEAST_RISE = 0.05, 0.02
"""By which part of its lowest value, and by how much at least, validation loss has risen where it overfits."""


class Trend(StrEnum):
    """Where a training goes."""

    BEGINNING = "beginning"
    IMPROVING = "improving"
    LEVEL = "level"
    OVERFITTING = "overfitting"
    STUCK = "stuck"


@dataclass(frozen=True)
class Verdict:
    """A sentence, what it means, and how it is to be taken: `info`, `good`, `warning` or `error`."""

    sentence: str
    meaning: str
    kind: str


def trend_of(epochs: Sequence[EpochEnded], metric: MetricFacts, baseline: float | None) -> tuple[Trend, int]:
    """Where a training goes by its epochs so far, and since which epoch.

    Overfitting: for some epochs on end nothing has improved and the validation loss has lain well above its lowest,
    while the training loss went on falling. A single bad epoch is noise.
    """
    if len(epochs) < FEW:
        return Trend.BEGINNING, epochs[-1].epoch if epochs else 0
    best, latest = _best(epochs), epochs[-FEW:]
    if _is_stuck(epochs, metric, baseline):
        return Trend.STUCK, epochs[0].epoch
    if latest[-1].epoch - best.epoch < FEW:
        return Trend.IMPROVING, best.epoch
    lowest = min(epochs, key=lambda epoch: epoch.validation_loss)
    high = lowest.validation_loss + max(RISE * lowest.validation_loss, LEAST_RISE)
    has_risen = all(epoch.validation_loss > high for epoch in latest)
    if has_risen and all(epoch.train_loss < lowest.train_loss for epoch in latest):
        return Trend.OVERFITTING, max(lowest.epoch, best.epoch) + 1
    return Trend.LEVEL, best.epoch


def verdict(run: Run, metric: MetricFacts, baseline: float | None) -> Verdict:
    """How a run is going or went."""
    if run.status is RunStatus.FINISHED:
        return _finished(run, metric, baseline)
    if isinstance(run.final, RunStopped):
        return _stopped(run, run.final, metric)
    if isinstance(run.final, RunFailed):
        return Verdict(tr("It failed. {kept}", kept=_kept(run, metric)), "", "error")
    if run.status is RunStatus.WAITING:
        waits = tr("It waits until you continue it; a graphics card’s memory is free until then.")
        return Verdict(tr("Paused. {kept}", kept=_kept(run, metric)), waits, "info")
    if not run.epochs or _has_begun_another_phase(run):
        return _beginning(run)
    return _going(run.epochs, metric, baseline)


def broken_off(run: Run, metric: MetricFacts) -> Verdict:
    """Of a run that was under way when its worker vanished without a word, as in a power cut, or the window did."""
    return Verdict(
        tr("It broke off. {kept}", kept=_kept(run, metric)),
        tr("PTStudio was ended from outside while it trained. What was saved can be resumed."),
        "warning",
    )


def _stopped(run: Run, final: RunStopped, metric: MetricFacts) -> Verdict:
    if final.was_abandoned:
        return broken_off(run, metric)
    return Verdict(tr("Stopped. {kept}", kept=_kept(run, metric)), tr("You can resume it where it was."), "info")


def _beginning(run: Run) -> Verdict:
    if run.epochs:
        return Verdict(tr("The next part has just begun."), tr("After a few epochs one can say where it goes."), "info")
    if run.steps:
        return Verdict(tr("The first epoch is under way."), tr("At its end one sees how good it is."), "info")
    return Verdict(tr("Getting ready: nothing has been learned yet."), "", "info")


def _has_begun_another_phase(run: Run) -> bool:
    """Whether too few epochs of a later phase have ended to say anything of it, none of them the best."""
    phases = {stage.key for stage in run.plan.stages if stage.epochs} if run.plan is not None else set()
    now = run.stage.stage if run.stage is not None and run.stage.stage in phases else run.epochs[-1].phase
    ended = sum(epoch.phase == now for epoch in run.epochs)
    return ended < FEW and now != _best(run.epochs).phase


def _going(epochs: Sequence[EpochEnded], metric: MetricFacts, baseline: float | None) -> Verdict:
    trend, since = trend_of(epochs, metric, baseline)
    best = _best(epochs)
    now = metric.written(best.metrics[metric.key])
    if trend is Trend.BEGINNING:
        return Verdict(tr("It has just begun."), tr("After a few epochs one can say where it goes."), "info")
    if trend is Trend.STUCK:
        return Verdict(
            tr("Stuck at the baseline: so far it is no better than always giving the most frequent answer."),
            tr("If that stays so, let more of the network learn, or look whether the labels are right."),
            "warning",
        )
    if trend is Trend.OVERFITTING:
        return Verdict(
            tr("Overfitting since epoch {epoch}: it learns the training samples by heart.", epoch=since),
            tr("No harm done: the best epoch is kept ({epoch}, {value}).", epoch=best.epoch, value=now),
            "warning",
        )
    first = next(epoch.epoch for epoch in epochs if epoch.metrics[metric.key] == best.metrics[metric.key])
    if trend is Trend.IMPROVING and epochs[-1].epoch - first >= FEW:
        return Verdict(
            tr("It still grows surer; its answers have been as good since epoch {epoch} ({value}).", epoch=first,
               value=now),
            tr("It stops by itself if that stays so, and keeps the best epoch."),
            "good",
        )  # fmt: skip
    if trend is Trend.IMPROVING:
        return Verdict(
            tr("Still improving: {value} in epoch {epoch}.", value=now, epoch=best.epoch),
            tr("It is worth waiting. ({metric}, on the validation samples.)", metric=tr(metric.title)),
            "good",
        )
    return Verdict(
        tr("No better since epoch {epoch} ({value}).", epoch=since, value=now),
        tr("It stops by itself if that stays so, and keeps the best epoch."),
        "info",
    )


def _finished(run: Run, metric: MetricFacts, baseline: float | None) -> Verdict:
    kept = _kept(run, metric)
    if not run.epochs:
        return Verdict(tr("Finished."), "", "good")
    if _is_stuck(run.epochs, metric, baseline):
        return Verdict(
            tr("Finished, but stuck at the baseline. {kept}", kept=kept),
            tr("Let more of the network learn, add samples, or look whether the labels are right."),
            "warning",
        )
    last = run.epochs[-1]
    is_early = last.epoch < last.epochs
    early = tr("It stopped early, because it got no better.") if is_early else tr("It ran to its last epoch.")
    trend, since = trend_of(run.epochs, metric, baseline)
    if trend is Trend.OVERFITTING:
        early += " " + tr("From epoch {epoch} on it was overfitting, which the kept epoch was spared.", epoch=since)
    return Verdict(tr("Finished. {kept}", kept=kept), early, "good")


def _kept(run: Run, metric: MetricFacts) -> str:
    best = _best(run.epochs) if run.epochs else None
    if best is None or metric.key not in best.metrics:
        return tr("No epoch had ended, so nothing was learned yet.")
    figures = {"epoch": best.epoch, "name": in_sentence(tr(metric.title))}
    final = _final_value(run, metric)
    if final is not None:
        return tr("The best epoch is kept: {epoch}. Measured exactly at the end, its {name} on the validation samples "
                  "is {value}.", **figures, value=metric.written(final))  # fmt: skip
    return tr(
        "The best epoch is kept: {epoch}, with {name} {value} on the validation samples.",
        **figures,
        value=metric.written(best.metrics[metric.key]),
    )


def _final_value(run: Run, metric: MetricFacts) -> float | None:
    """What the report says, which measures without the shortcuts that the epochs of a training may take."""
    value = run.result.get("metrics", {}).get("validation", {}).get(metric.key, {}).get("value")
    return float(value) if value is not None else None


def _best(epochs: Sequence[EpochEnded]) -> EpochEnded:
    return next((epoch for epoch in reversed(epochs) if epoch.is_best), epochs[-1])


def _is_stuck(epochs: Sequence[EpochEnded], metric: MetricFacts, baseline: float | None) -> bool:
    if baseline is None or len(epochs) < FEW or not metric.higher_is_better:
        return False
    return max(epoch.metrics[metric.key] for epoch in epochs) <= baseline + NEAR
