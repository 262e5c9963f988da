"""What giving every sample the same labels would score, where only the training split's counts are known."""

from collections.abc import Sequence

import numpy as np

from ptstudio.data._folders import listed
from ptstudio.tasks import _label_evidence as labels
from ptstudio.tasks._task import Baseline


def guess(counts: np.ndarray, samples: int, truths: np.ndarray, classes: Sequence[str]) -> Baseline:
    """The best such answer, from how many of the training `samples` have each label, (labels,); scored on `truths`
    (samples, labels).

    F1 asks for the labels that are given in most samples together, exact match for those that most samples have.
    """
    shares = counts / max(samples, 1)
    found = labels.evidence(np.tile(shares.astype(np.float32), (len(truths), 1)), truths)
    for_f1, for_match = best_for_f1(counts, samples), shares > labels.THRESHOLD
    values = labels.measure(_giving(found, for_f1))
    match = labels.measure(_giving(found, for_match))["exact_match"]
    reason = f"always giving {_in_words(for_f1, classes)}"
    if match > values["exact_match"]:
        values["exact_match"] = match
        reason += f", and {_in_words(for_match, classes)} for an exact match"
    return Baseline(values, reason)


def best_for_f1(counts: np.ndarray, samples: int) -> np.ndarray:
    """Which labels (labels,) make micro F1 best where all samples are given the same: so many of the most frequent."""
    order = np.argsort(-counts, kind="stable")
    f1 = 2 * counts[order].cumsum() / np.maximum(np.arange(1, len(counts) + 1) * samples + counts.sum(), 1)
    chosen = np.zeros(len(counts), dtype=bool)
    chosen[order[: int(f1.argmax()) + 1]] = True
    return chosen


def _giving(found: labels.Evidence, given: np.ndarray) -> labels.Evidence:
    return {**found, "given": np.broadcast_to(given, found["truths"].shape)}


def _in_words(given: np.ndarray, classes: Sequence[str]) -> str:
    names = [f"“{classes[at]}”" for at in np.flatnonzero(given).tolist()]
    return listed(names) if names else "no label"
