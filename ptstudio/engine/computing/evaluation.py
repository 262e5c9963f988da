"""How well a network does on a split: evidence, metrics with intervals, baseline, details."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import torch

from ptstudio.core.lengths import Unread
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import SplitReport
from ptstudio.engine.computing.device import Way
from ptstudio.tasks._lesson import Batch, Evidence, Lesson
from ptstudio.tasks._task import Task

RESAMPLES = 1000

Judged: TypeAlias = tuple[Evidence, float]
"""What was said of a batch, and the sum of its samples' losses."""
DRAWN_AT_ONCE = 100_000
"""So many drawn samples are in memory at once, however many there are."""


def judge(
    lesson: Lesson, network: Callable[[Any], Any], batches: Iterable[Batch], way: Way, progress: Callable[[int], None]
) -> tuple[Evidence, float]:
    """Run a network, in evaluation mode, over batches; gives the evidence of all samples and their mean loss.

    `progress(samples)` is called after every batch.
    """
    return put_together(list(judge_each(lesson, network, batches, way, progress)))


def judge_each(
    lesson: Lesson, network: Callable[[Any], Any], batches: Iterable[Batch], way: Way, progress: Callable[[int], None]
) -> Iterator[Judged]:
    """The same, batch by batch."""
    settings = lesson.settings()
    for batch in batches:
        with torch.inference_mode():
            targets = way.inputs(batch.targets)
            with way.autocast():
                outputs = network(way.inputs(batch.inputs))
            loss = float(lesson.loss(outputs, targets, settings, None))
            evidence = lesson.evidence(outputs, targets)
        yield evidence, loss * batch.size
        progress(batch.size)


def put_together(judged: Sequence[Judged]) -> tuple[Evidence, float]:
    """The evidence of all batches, and the mean loss of their samples."""
    evidence = {name: np.concatenate([part[name] for part, _ in judged]) for name in judged[0][0]}
    return evidence, sum(loss for _, loss in judged) / len(evidence[next(iter(evidence))])


def in_place(evidence: Evidence, order: Sequence[int]) -> Evidence:
    """Evidence of samples that were judged in an order, as they stand in their split."""
    places = np.argsort(np.asarray(order), kind="stable")
    return {name: array[places] for name, array in evidence.items()}


def with_intervals(task: Task, evidence: Evidence, seed: int) -> dict[str, Estimate]:
    """Every metric with its 95 % interval: the percentile bootstrap over samples (Efron 1979), 1,000 resamples.

    Where all resamples agree that a share is 0 or 1, the bootstrap knows no doubt; the interval then reaches as far as
    Wilson's (1927) does for so many samples.
    """
    values = task.measure(evidence)
    samples = len(next(iter(evidence.values())))
    dice = np.random.default_rng(seed)
    at_once = max(1, DRAWN_AT_ONCE // samples)
    parts = [
        task.measure_resamples(evidence, dice.integers(0, samples, (min(at_once, RESAMPLES - done), samples)))
        for done in range(0, RESAMPLES, at_once)
    ]
    resampled = {key: np.concatenate([part[key] for part in parts]) for key in values}
    return {facts.key: _interval(facts, values[facts.key], resampled[facts.key], samples) for facts in task.metrics}


def split_report(
    task: Task,
    evidence: Evidence,
    ids: Sequence[str],
    classes: Sequence[str],
    class_counts: np.ndarray,
    split: str,
    seed: int,
    unread: Unread | None = None,
) -> SplitReport:
    """Everything there is to say about a split; `class_counts` are those of the training split."""
    baseline = task.baseline(class_counts, evidence, classes)
    return SplitReport(
        split=split,
        samples=len(ids),
        metrics=with_intervals(task, evidence, seed),
        baseline=baseline.values,
        baseline_reason=baseline.reason,
        sections=task.sections(evidence, ids, classes),
        unread=unread,
    )


def _interval(facts: MetricFacts, value: float, resampled: np.ndarray, samples: int) -> Estimate:
    low, high = (float(end) for end in np.percentile(resampled, (2.5, 97.5)))
    if facts.scale == "share" and low == high and value in (0.0, 1.0):
        doubt = 1.96**2 / (samples + 1.96**2)
        low, high = (max(0.0, value - doubt), min(1.0, value + doubt))
    return Estimate(value=value, low=min(low, value), high=max(high, value))
