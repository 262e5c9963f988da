"""How well pixels were told apart, from sums of what was counted in pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ptstudio.tasks._lesson import Baseline
from ptstudio.tasks._mask_evidence import BOUNDARY, CONFUSION, DRAWN, DRAWN_RIGHT, THERE, THERE_FOUND

Evidence = Mapping[str, np.ndarray]


class Counts(NamedTuple):
    """Of one picture or many: pixels of each class that were told, that are there, and that were said, the background
    first, (…, classes + 1); and what was counted of outlines, (…, classes, 4).
    """

    hits: np.ndarray
    there: np.ndarray
    said: np.ndarray
    outlines: np.ndarray

    def sum(self) -> Counts:
        """Over all pictures."""
        return Counts(*(each.sum(axis=0) for each in self))


def counts(evidence: Evidence) -> Counts:
    """Of each picture."""
    table = evidence[CONFUSION]
    return Counts(table.diagonal(axis1=-2, axis2=-1), table.sum(axis=-1), table.sum(axis=-2), evidence[BOUNDARY])


def measure(evidence: Evidence) -> dict[str, float]:
    """Every metric, over all pictures together; 0 where nothing is there."""
    return {key: float(value) for key, value in figures(counts(evidence).sum()).items()}


def measure_resamples(evidence: Evidence, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The same, each (resamples,), of the pictures that `chosen` (resamples, pictures) names by their places."""
    pictures = len(evidence[CONFUSION])
    drawn = np.stack([np.bincount(each, minlength=pictures) for each in chosen]).astype(np.float64)
    return figures(Counts(*(np.tensordot(drawn, each.astype(np.float64), 1) for each in counts(evidence))))


def figures(of_all: Counts) -> dict[str, np.ndarray]:
    """Every metric of sums of counts; each (…). Means are over the classes that are there or were said."""
    occurs = (of_all.there + of_all.said)[..., 1:] > 0
    outlines = boundary(of_all.outlines)
    return {
        "mean_iou": _mean(iou(of_all)[..., 1:], occurs),
        "dice": _mean(dice(of_all)[..., 1:], occurs),
        "pixel_accuracy": share(of_all.hits.sum(axis=-1), of_all.there.sum(axis=-1)),
        "boundary_f1": _mean(np.nan_to_num(outlines), ~np.isnan(outlines)),
    }


def iou(of_all: Counts) -> np.ndarray:
    """Of the pixels that are of a class or were said to be, the share that is both, (…, classes + 1)."""
    return share(of_all.hits, of_all.there + of_all.said - of_all.hits)


def dice(of_all: Counts) -> np.ndarray:
    """The same with those that are both counted twice, (…, classes + 1)."""
    return share(2 * of_all.hits, of_all.there + of_all.said)


def boundary(outlines: np.ndarray) -> np.ndarray:
    """The F1 of each class's outlines, (…, classes); no number where it has none and none were drawn."""
    precision = share(outlines[..., DRAWN_RIGHT], outlines[..., DRAWN])
    recall = share(outlines[..., THERE_FOUND], outlines[..., THERE])
    has_any = outlines[..., DRAWN] + outlines[..., THERE] > 0
    return np.where(has_any, share(2 * precision * recall, precision + recall), np.nan)


def baseline(pictures: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
    """Taking every pixel for the background, or for the class that is in most `pictures` (classes,) of training;
    metric by metric, the better one of the two.
    """
    of_all = counts(evidence).sum()
    most = int(pictures[: len(classes)].argmax())
    background, class_ = (figures(_constant(of_all, number)) for number in (0, most + 1))
    values = {key: max(float(background[key]), float(class_[key])) for key in background}
    reason = f"taking every pixel for background, or every pixel for “{classes[most]}”, whichever scores higher"
    return Baseline(values, reason)


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A share of nothing is 0."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    made: np.ndarray = np.divide(part, whole, out=np.zeros(shape, np.float64), where=np.asarray(whole) > 0)
    return made


def _constant(of_all: Counts, number: int) -> Counts:
    """The counts where all pixels are taken for one class."""
    is_it = np.arange(len(of_all.there)) == number
    outlines = of_all.outlines * (np.arange(4) == THERE)
    return Counts(of_all.there * is_it, of_all.there, of_all.there.sum() * is_it, outlines)


def _mean(values: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Over the classes that count."""
    return share(np.where(counted, values, 0.0).sum(axis=-1), counted.sum(axis=-1))
