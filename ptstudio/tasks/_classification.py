"""Judging any classifier from its probabilities; does not know what is being classified.

Evidence: `probabilities` (samples, classes) and, with one value a sample, `truths`, `predicted`, `confidence` and
`true_probability`.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.certificate import Agreement
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.core.report import (
    Calibration,
    CalibrationBin,
    ClassRow,
    Confusion,
    ConfusionCell,
    Mistake,
    Mistakes,
    PerClass,
    Section,
)

Evidence = Mapping[str, np.ndarray]

CALIBRATION_BINS = 15
MOST_MISTAKES = 200
LEAST_LIKELIHOOD = 1e-15
"""A truth that was said to be impossible would cost infinitely much."""


def evidence(probabilities: np.ndarray, truths: np.ndarray) -> dict[str, np.ndarray]:
    """Evidence from probabilities (samples, classes) and the true classes (samples,)."""
    everyone = np.arange(len(truths))
    return {
        "probabilities": probabilities,
        "truths": truths,
        "predicted": probabilities.argmax(axis=1),
        "confidence": probabilities.max(axis=1),
        "true_probability": probabilities[everyone, truths],
    }


def measure(found: Evidence) -> dict[str, float]:
    """Every metric, as scikit-learn defines it; the calibration error after Guo et al. 2017 (arXiv:1706.04599)."""
    truths, predicted = found["truths"], found["predicted"]
    hits, support, claimed = _counts(truths, predicted)
    present = support > 0
    concerned = present | (claimed > 0)
    f1 = 2 * hits[concerned] / (support[concerned] + claimed[concerned])
    likelihood = np.clip(found["true_probability"].astype(np.float64), LEAST_LIKELIHOOD, 1)
    return {
        "accuracy": float(hits.sum() / len(truths)),
        "balanced_accuracy": float((hits[present] / support[present]).mean()),
        "macro_f1": float(f1.mean()),
        "log_loss": float(-np.log(likelihood).mean()),
        "calibration_error": _calibration_error(found),
    }


def prior_evidence(counts: np.ndarray, truths: np.ndarray) -> dict[str, np.ndarray]:
    """Evidence of an answer that knows only how often each class occurs in training; `counts` is (classes,)."""
    prior = (counts / counts.sum()).astype(np.float32)
    return evidence(np.tile(prior, (len(truths), 1)), truths)


def sections(found: Evidence, ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """Per-class table, confusion matrix, the most confident mistakes, calibration."""
    return (
        _per_class(found, classes),
        _confusion(found, ids, classes),
        _mistakes(found, ids, classes),
        Calibration(bins=tuple(_calibration_bins(found))),
    )


def predictions(found: Evidence, classes: Sequence[str], top: int) -> list[Classes]:
    """The `top` most probable classes of every sample."""
    return [_top_classes(row, classes, top) for row in found["probabilities"]]


def compare(reference: np.ndarray, outputs: np.ndarray, truths: np.ndarray, tolerance: float) -> Agreement:
    """How far two sets of probabilities (samples, classes) agree; a tie is a sample whose two best classes lie within
    `tolerance` of each other.
    """
    difference = np.abs(reference - outputs)
    best_two = np.sort(reference, axis=1)[:, -2:]
    ties = best_two[:, 1] - best_two[:, 0] <= tolerance
    same = reference.argmax(axis=1) == outputs.argmax(axis=1)
    decided = same[~ties]
    return Agreement(
        samples=len(truths),
        largest_difference=float(difference.max()),
        mean_difference=float(difference.mean()),
        label_agreement=float(decided.mean()) if len(decided) else 1.0,
        ties=int(ties.sum()),
        metric="accuracy",
        reference=float((reference.argmax(axis=1) == truths).mean()),
        exported=float((outputs.argmax(axis=1) == truths).mean()),
    )


def _counts(truths: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hits, support and claims of each class."""
    classes = int(max(truths.max(), predicted.max())) + 1
    hits = np.bincount(truths[truths == predicted], minlength=classes)
    return hits, np.bincount(truths, minlength=classes), np.bincount(predicted, minlength=classes)


def _per_class(found: Evidence, classes: Sequence[str]) -> PerClass:
    hits, support, claimed = (
        np.pad(counts, (0, len(classes) - len(counts))) for counts in _counts(found["truths"], found["predicted"])
    )
    precision = np.divide(hits, claimed, out=np.zeros(len(classes)), where=claimed > 0)
    recall = np.divide(hits, support, out=np.zeros(len(classes)), where=support > 0)
    both = support + claimed
    f1 = np.divide(2 * hits, both, out=np.zeros(len(classes)), where=both > 0)
    return PerClass(
        rows=tuple(
            ClassRow(
                label=label,
                precision=float(precision[i]),
                recall=float(recall[i]),
                f1=float(f1[i]),
                support=int(support[i]),
            )
            for i, label in enumerate(classes)
        )
    )


def _confusion(found: Evidence, ids: Sequence[str], classes: Sequence[str]) -> Confusion:
    cells: dict[tuple[int, int], list[str]] = {}
    for sample, truth, predicted in zip(ids, found["truths"], found["predicted"], strict=True):
        cells.setdefault((int(truth), int(predicted)), []).append(sample)
    return Confusion(
        classes=tuple(classes),
        cells=tuple(
            ConfusionCell(truth=truth, predicted=predicted, samples=tuple(samples))
            for (truth, predicted), samples in sorted(cells.items())
        ),
    )


def _mistakes(found: Evidence, ids: Sequence[str], classes: Sequence[str]) -> Mistakes:
    wrong = np.flatnonzero(found["truths"] != found["predicted"])
    by_confidence = wrong[np.argsort(-found["confidence"][wrong], kind="stable")][:MOST_MISTAKES]
    return Mistakes(
        mistakes=tuple(
            Mistake(
                sample=ids[i],
                truth=classes[int(found["truths"][i])],
                prediction=_top_classes(found["probabilities"][i], classes, 3),
                confidence=float(found["confidence"][i]),
            )
            for i in by_confidence
        )
    )


def bin_numbers(confidence: np.ndarray) -> np.ndarray:
    """The calibration bin of each confidence."""
    inner_edges = np.linspace(0, 1, CALIBRATION_BINS + 1)[1:-1]
    numbers: np.ndarray = np.clip(np.digitize(confidence, inner_edges, right=True), 0, CALIBRATION_BINS - 1)
    return numbers


def _calibration_bins(found: Evidence) -> list[CalibrationBin]:
    confidence = found["confidence"]
    right = found["truths"] == found["predicted"]
    edges = np.linspace(0, 1, CALIBRATION_BINS + 1)
    which = bin_numbers(confidence)
    return [
        CalibrationBin(
            low=float(edges[i]),
            high=float(edges[i + 1]),
            count=int((which == i).sum()),
            confidence=float(confidence[which == i].mean()),
            accuracy=float(right[which == i].mean()),
        )
        for i in np.unique(which)
    ]


def _calibration_error(found: Evidence) -> float:
    return Calibration(bins=tuple(_calibration_bins(found))).error


def _top_classes(probabilities: np.ndarray, classes: Sequence[str], top: int) -> Classes:
    order = np.argsort(-probabilities, kind="stable")[:top]
    return Classes(
        classes=tuple(ClassProbability(label=classes[i], probability=float(probabilities[i])) for i in order)
    )
