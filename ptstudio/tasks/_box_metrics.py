"""How well things were found in pictures: the figures of the COCO benchmark, and precision and recall as they are used.

What is measured once is computed by `faster-coco-eval`; very many resamples by counting, which gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ptstudio.tasks import _box_coco
from ptstudio.tasks._box_evidence import PROBABILITY, TRUE, thresholds, unpacked
from ptstudio.tasks._box_facts import METRICS
from ptstudio.tasks._box_matching import OVERLAPS, Judged, judged
from ptstudio.tasks._lesson import Baseline
from ptstudio.tasks._thresholds import chosen_threshold

Evidence = Mapping[str, np.ndarray]

HITS, SUPPORT, CLAIMED = range(3)
_AT_HALF, _AT_THREE_QUARTERS = 0, 5
_RECALLS = np.linspace(0.0, 1.0, 101)
_NUMBERS_AT_ONCE = 2_000_000
"""So many things of resamples are in memory at once."""
_SMALL, _LARGE = 32.0**2, 96.0**2


def measure(evidence: Evidence) -> dict[str, float]:
    """Every metric; 0 where nothing is there."""
    table = _box_coco.precisions(evidence)[..., _box_coco.ALL]
    averages = {"map": table, "map50": table[_AT_HALF], "map75": table[_AT_THREE_QUARTERS]}
    return {
        **{key: max(0.0, _box_coco.mean(part)) for key, part in averages.items()},
        **{
            key: float(value)
            for key, value in shares(counts(judged(evidence), thresholds(evidence)).sum((0, 1))).items()
        },
    }


def baseline() -> Baseline:
    """Finding nothing: how often a class occurs says nothing of where its things are."""
    reason = "finding nothing, as nobody can tell where things are without looking"
    return Baseline({facts.key: 0.0 for facts in METRICS}, reason)


def measure_resamples(evidence: Evidence, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The same, each (resamples,), of the pictures that `chosen` (resamples, pictures) names by their places."""
    of_all = judged(evidence)
    pictures = len(of_all.support)
    drawn = np.stack([np.bincount(each, minlength=pictures) for each in chosen])
    averages = resampled_precisions(of_all, drawn)
    return {
        "map": averages.mean(axis=1),
        "map50": averages[:, _AT_HALF],
        "map75": averages[:, _AT_THREE_QUARTERS],
        **shares(drawn @ counts(of_all, thresholds(evidence)).sum(axis=1)),
    }


def counts(of_all: Judged, least: np.ndarray) -> np.ndarray:
    """For each picture and class how many things were found rightly, are there, and were found, from the probability
    `least` (pictures,) on, at an overlap of 0.5; (pictures, classes, 3).
    """
    is_right, is_counted = of_all.at_half()
    is_found = of_all.probabilities >= least[of_all.pictures]
    places = of_all.pictures * of_all.support.shape[1] + of_all.kinds

    def number(which: np.ndarray) -> np.ndarray:
        return np.bincount(places[which], minlength=of_all.support.size).reshape(of_all.support.shape)

    return np.stack((number(is_right & is_found), of_all.support, number(is_counted & is_found)), axis=-1)


def shares(sums: np.ndarray) -> dict[str, np.ndarray]:
    """F1, precision and recall of sums of `counts`, (…, 3); each (…). A share of nothing is 0."""
    hits, support, claimed = sums[..., HITS], sums[..., SUPPORT], sums[..., CLAIMED]
    return {
        "f1": _share(2 * hits, support + claimed),
        "precision": _share(hits, claimed),
        "recall": _share(hits, support),
    }


def by_class(evidence: Evidence, precisions: np.ndarray) -> np.ndarray:
    """Average precision, that at an overlap of 0.5, precision, recall and support of each class, (classes, 5), from
    COCO's `precisions` of that evidence; a class that is not there has 0.
    """
    table = precisions[..., _box_coco.ALL]
    kinds = range(table.shape[2])
    averages = [(_box_coco.mean(table[:, :, kind]), _box_coco.mean(table[_AT_HALF, :, kind])) for kind in kinds]
    sums = counts(judged(evidence, len(kinds)), thresholds(evidence)).sum(axis=0)
    found = shares(sums)
    return np.column_stack((np.maximum(averages, 0.0), found["precision"], found["recall"], sums[:, SUPPORT]))


def by_size(evidence: Evidence, precisions: np.ndarray) -> tuple[list[float | None], list[int]]:
    """Average precision of small, medium and large things, None where there are none; and how many there are."""
    sizes = (_box_coco.SMALL, _box_coco.MEDIUM, _box_coco.LARGE)
    averages = [_box_coco.mean(precisions[..., size]) for size in sizes]
    there = np.concatenate(unpacked(evidence[TRUE])).astype(np.float64)
    areas = (there[:, 2] - there[:, 0]) * (there[:, 3] - there[:, 1])
    found = np.digitize(areas[there[:, PROBABILITY] > 0], (_SMALL, np.nextafter(_LARGE, np.inf)))
    return [each if each > _box_coco.ABSENT else None for each in averages], np.bincount(found, minlength=3).tolist()


def best_threshold(evidence: Evidence) -> float:
    """The probability from which on F1 over all classes is best; near one half where little is there."""
    of_all = judged(evidence)
    is_right, is_counted = of_all.at_half()
    return chosen_threshold(of_all.probabilities[is_counted], is_right[is_counted], int(of_all.support.sum()))


def resampled_precisions(of_all: Judged, drawn: np.ndarray) -> np.ndarray:
    """The average precision at each of the `OVERLAPS`, mean over the classes that occur, where pictures count as often
    as they were `drawn` (resamples, pictures); (resamples, 10).
    """
    support = drawn @ of_all.support
    total = np.zeros((len(drawn), len(OVERLAPS)))
    for kind in range(of_all.support.shape[1]):
        (own,) = np.nonzero(of_all.kinds == kind)
        own = own[np.argsort(-of_all.probabilities[own], kind="stable")]
        at_once = max(1, _NUMBERS_AT_ONCE // max(1, len(own)))
        for first in range(0, len(drawn), at_once):
            part = slice(first, first + at_once)
            times = drawn[part][:, of_all.pictures[own]]
            total[part] += _averages(times, of_all.right[own], of_all.left_out[own], support[part, kind])
    return _share(total, (support > 0).sum(axis=1, keepdims=True))


def _averages(times: np.ndarray, right: np.ndarray, left_out: np.ndarray, support: np.ndarray) -> np.ndarray:
    """Of one class, (resamples, 10), from how often each thing counts, (resamples, things), the most probable first."""
    claimed = times.cumsum(axis=1)
    made = np.zeros((len(times), right.shape[1]))
    for overlap in range(right.shape[1]):
        (hits,), (gone,) = np.nonzero(right[:, overlap]), np.nonzero(left_out[:, overlap])
        if len(hits):
            missing = np.pad(times[:, gone].cumsum(axis=1), ((0, 0), (1, 0)))[:, np.searchsorted(gone, hits)]
            made[:, overlap] = _average(times[:, hits].cumsum(axis=1), claimed[:, hits] - missing, support)
    return made


def _average(hits: np.ndarray, claimed: np.ndarray, support: np.ndarray) -> np.ndarray:
    """The mean over 101 recalls of the best precision that is reached at each or beyond, (resamples,); `hits` and
    `claimed` are how many were right and found, up to each that is right, (resamples, right things).
    """
    best = np.maximum.accumulate(_share(hits, claimed)[:, ::-1], axis=1)[:, ::-1]
    reached = np.searchsorted(_RECALLS, _share(hits, support[:, None]), side="right")
    average: np.ndarray = (best * np.diff(reached, axis=1, prepend=0)).sum(axis=1) / len(_RECALLS)
    return average


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """A share of nothing is 0."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    made: np.ndarray = np.divide(part, whole, out=np.zeros(shape, np.float64), where=np.asarray(whole) > 0)
    return made
