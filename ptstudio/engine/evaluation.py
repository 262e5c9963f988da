"""How well a network does on a split: evidence, metrics with intervals, baseline, details."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import torch
from torch import nn

from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import SplitReport
from ptstudio.engine.device import Way
from ptstudio.tasks._task import Batch, Evidence, Task

RESAMPLES = 1000


def judge(
    task: Task, network: nn.Module, batches: Iterable[Batch], way: Way, progress: Callable[[int], None]
) -> tuple[Evidence, float]:
    """Run a network over batches; gives the evidence of all samples and their mean loss.

    `progress(samples)` is called after every batch.
    """
    found: list[Evidence] = []
    loss_sum = 0.0
    settings = task.settings()
    network.eval()
    with torch.inference_mode():
        for batch in batches:
            targets = way.inputs(batch.targets)
            with way.autocast():
                outputs = network(way.inputs(batch.inputs))
            loss_sum += float(task.loss(outputs, targets, settings, None)) * batch.size
            found.append(task.evidence(outputs, targets))
            progress(batch.size)
    evidence = {name: np.concatenate([part[name] for part in found]) for name in found[0]}
    return evidence, loss_sum / len(evidence[next(iter(evidence))])


def with_intervals(task: Task, evidence: Evidence, seed: int) -> dict[str, Estimate]:
    """Every metric with its 95 % interval: the percentile bootstrap over samples (Efron 1979), 1,000 resamples.

    Where all resamples agree that a share is 0 or 1, the bootstrap knows no doubt; the interval then reaches as far as
    Wilson's (1927) does for so many samples.
    """
    values = task.measure(evidence)
    per_sample = {name: array for name, array in evidence.items() if array.ndim == 1}
    samples = len(next(iter(per_sample.values())))
    dice = np.random.default_rng(seed)
    resampled: dict[str, list[float]] = {key: [] for key in values}
    for _ in range(RESAMPLES):
        chosen = dice.integers(0, samples, samples)
        for key, value in task.measure({name: array[chosen] for name, array in per_sample.items()}).items():
            resampled[key].append(value)
    return {
        facts.key: _interval(facts, values[facts.key], np.array(resampled[facts.key]), samples)
        for facts in task.metrics
    }


def split_report(
    task: Task,
    evidence: Evidence,
    ids: Sequence[str],
    classes: Sequence[str],
    class_counts: np.ndarray,
    split: str,
    seed: int,
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
    )


def _interval(facts: MetricFacts, value: float, resampled: np.ndarray, samples: int) -> Estimate:
    low, high = (float(end) for end in np.percentile(resampled, (2.5, 97.5)))
    if facts.scale == "share" and low == high and value in (0.0, 1.0):
        doubt = 1.96**2 / (samples + 1.96**2)
        low, high = (max(0.0, value - doubt), min(1.0, value + doubt))
    return Estimate(value=value, low=min(low, value), high=max(high, value))
