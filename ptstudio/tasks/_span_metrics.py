"""How well places were marked: a place counts as found where start, end and class are right.

The figures are those of `seqeval` (Nakayama 2018), and of the shared task CoNLL-2000 before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.tasks._span_evidence import FOUND, TRUE, unpacked
from ptstudio.tasks._tags import Marked

HITS, SUPPORT, CLAIMED = range(3)


def counts(evidence: Mapping[str, np.ndarray], kinds: int | None = None) -> np.ndarray:
    """For each text and class how many places were found, were there, and were marked; (texts, classes, 3)."""
    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    most = max((place.kind for places in (*found, *true) for place in places), default=0)
    table = np.zeros((len(found), kinds or most + 1, 3), dtype=np.int64)
    for text, (claimed, there) in enumerate(zip(found, true, strict=True)):
        right = {_exactly(place) for place in there}
        for place in there:
            table[text, place.kind, SUPPORT] += 1
        for place in claimed:
            table[text, place.kind, CLAIMED] += 1
            table[text, place.kind, HITS] += _exactly(place) in right
    return table


def measure(table: np.ndarray) -> dict[str, np.ndarray]:
    """Every metric of sums of `counts`, (…, classes, 3); each (…). A share of nothing is 0, as in seqeval."""
    whole = table.sum(axis=-2)
    return {
        "f1": _share(2 * whole[..., HITS], whole[..., SUPPORT] + whole[..., CLAIMED]),
        "precision": _share(whole[..., HITS], whole[..., CLAIMED]),
        "recall": _share(whole[..., HITS], whole[..., SUPPORT]),
        "macro_f1": _macro(table),
    }


def resampled(table: np.ndarray, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The same of the texts that `chosen` (resamples, texts) names, each (resamples,)."""
    flat = table.reshape(len(table), -1)
    drawn = np.stack([np.bincount(each, minlength=len(table)) for each in chosen])
    return measure((drawn @ flat).reshape(len(chosen), *table.shape[1:]))


def by_class(table: np.ndarray) -> np.ndarray:
    """Precision, recall, F1 and support of each class, from `counts`; (classes, 4)."""
    sums = table.sum(axis=0)
    hits, support, claimed = sums[:, HITS], sums[:, SUPPORT], sums[:, CLAIMED]
    shares = (_share(hits, claimed), _share(hits, support), _share(2 * hits, support + claimed))
    return np.stack((*shares, support.astype(np.float64)), axis=1)


def _macro(table: np.ndarray) -> np.ndarray:
    """Over the classes that are there or were marked."""
    both = table[..., SUPPORT] + table[..., CLAIMED]
    shares, concerned = _share(2 * table[..., HITS], both), (both > 0).sum(axis=-1)
    return _share(shares.sum(axis=-1), concerned)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    shares: np.ndarray = np.divide(part, whole, out=np.zeros(np.shape(part), np.float64), where=np.asarray(whole) > 0)
    return shares


def _exactly(place: Marked) -> tuple[int, int, int]:
    return place.start, place.end, place.kind


def overlapping(place: Marked, others: Sequence[Marked]) -> list[Marked]:
    """Those that share a character with it."""
    return [other for other in others if other.start < place.end and place.start < other.end]
