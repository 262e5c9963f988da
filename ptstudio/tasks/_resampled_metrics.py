"""A classifier's metrics on very many resamples at once, for intervals; knows no interval itself.

What `_classification.measure` computes of one resample in Python is computed of all of them by counting.
"""

from collections.abc import Mapping

import numpy as np

from ptstudio.tasks._classification import CALIBRATION_BINS, LEAST_LIKELIHOOD, bin_numbers


def resampled_metrics(found: Mapping[str, np.ndarray], chosen: np.ndarray) -> dict[str, np.ndarray]:
    """Every metric, (resamples,), of the samples that `chosen` (resamples, samples) names by their places."""
    truths, predicted = found["truths"], found["predicted"]
    classes = int(max(truths.max(), predicted.max())) + 1
    right = (truths == predicted).astype(np.float64)
    hits = _counts(truths, chosen, classes, right)
    support, claimed = _counts(truths, chosen, classes), _counts(predicted, chosen, classes)
    losses = -np.log(np.clip(found["true_probability"].astype(np.float64), LEAST_LIKELIHOOD, 1))
    too_sure = found["confidence"].astype(np.float64) - right
    drift = _counts(bin_numbers(found["confidence"]), chosen, CALIBRATION_BINS, too_sure)
    return {
        "accuracy": right[chosen].mean(axis=1),
        "balanced_accuracy": _mean_where(support > 0, hits, support),
        "macro_f1": _mean_where(support + claimed > 0, 2 * hits, support + claimed),
        "log_loss": losses[chosen].mean(axis=1),
        "calibration_error": np.abs(drift).sum(axis=1) / chosen.shape[1],
    }


def _counts(kinds: np.ndarray, chosen: np.ndarray, count: int, weights: np.ndarray | None = None) -> np.ndarray:
    """How many samples of each kind a resample holds, or the sum of their weights; (resamples, count)."""
    resamples = len(chosen)
    places = kinds[chosen] + count * np.arange(resamples)[:, None]
    drawn = None if weights is None else weights[chosen].ravel()
    return np.bincount(places.ravel(), drawn, resamples * count).reshape(resamples, count)


def _mean_where(counts: np.ndarray, above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """The mean of fractions over the classes that count, resample by resample."""
    shares = np.divide(above, below, out=np.zeros(above.shape), where=counts)
    means: np.ndarray = shares.sum(axis=1) / counts.sum(axis=1)
    return means
