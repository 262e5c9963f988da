"""Which of the things that were found are right, by the rules of COCO (Lin et al. 2014, arXiv:1405.0312).

The most probable comes first and takes the thing of its class that it overlaps with most. One that only lies on many
that nobody has told apart counts neither way, nor does what comes after the hundred most probable of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from ptstudio.tasks._box_evidence import FATES, FOUND, KIND, PROBABILITY, TRUE, unpacked
from ptstudio.tasks._found import MOST

OVERLAPS = np.linspace(0.5, 0.95, 10)
"""From these on (intersection over union), a thing is right; each gives figures of its own."""
_BITS = 1 << np.arange(len(OVERLAPS), dtype=np.uint16)
_ALWAYS = _BITS.sum()


class Judged(NamedTuple):
    """Everything that was found in all pictures, in a row: the number of its picture, its class and probability,
    (things,); at which of the `OVERLAPS` it is right, and at which it is left out of all counts, bool (things, 10).
    `support` is how many of each class are there, (pictures, classes).
    """

    pictures: np.ndarray
    kinds: np.ndarray
    probabilities: np.ndarray
    right: np.ndarray
    left_out: np.ndarray
    support: np.ndarray

    def at_half(self) -> tuple[np.ndarray, np.ndarray]:
        """Which things are right at an overlap of 0.5, and which count at all, bool (things,) each."""
        return self.right[:, 0], ~self.left_out[:, 0]


def with_fates(evidence: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The same with what became of each thing that was found beside it, so that whoever counts it need not match."""
    pictures = zip(unpacked(evidence[FOUND]), unpacked(evidence[TRUE]), strict=True)
    lines = [_fates(*picture).astype("<u2").tobytes().hex().encode("ascii") for picture in pictures]
    return {**evidence, FATES: np.array(lines, dtype=np.bytes_)}


def judged(evidence: Mapping[str, np.ndarray], kinds: int | None = None) -> Judged:
    """What became of everything, of so many classes; else of as many as occur."""
    column = evidence[FATES] if FATES in evidence else with_fates(evidence)[FATES]
    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    things, there = _in_a_row(found), _in_a_row(true)
    fates = np.frombuffer(bytes.fromhex(b"".join(column.tolist()).decode("ascii")), "<u2").reshape(-1, 2, 1) & _BITS > 0
    classes = kinds or 1 + int(max(things[:, KIND].max(initial=0), there[:, KIND].max(initial=0)))
    places = np.repeat(np.arange(len(true)), [len(each) for each in true]) * classes + there[:, KIND].astype(np.int64)
    alone = places[there[:, PROBABILITY] > 0]
    return Judged(
        pictures=np.repeat(np.arange(len(found)), [len(each) for each in found]),
        kinds=things[:, KIND].astype(np.int64),
        probabilities=things[:, PROBABILITY],
        right=fates[:, 0],
        left_out=fates[:, 1],
        support=np.bincount(alone, minlength=len(true) * classes).reshape(len(true), classes),
    )


def overlaps(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Intersection over union of each with each, (found, true); with many that nobody has told apart, the share of
    what was found that lies on them.
    """
    boxes, others = found[:, None, :4].astype(np.float64), true[None, :, :4].astype(np.float64)
    sides = np.minimum(boxes[..., 2:], others[..., 2:]) - np.maximum(boxes[..., :2], others[..., :2])
    shared = np.where((sides > 0).all(axis=-1), sides.prod(axis=-1), 0.0)
    own, other = ((each[..., 2:] - each[..., :2]).prod(axis=-1) for each in (boxes, others))
    whole = np.where(true[None, :, PROBABILITY] > 0, own + other - shared, own)
    shares: np.ndarray = np.divide(shared, whole, out=np.zeros(shared.shape), where=shared > 0)
    return shares


def _in_a_row(pictures: Iterable[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros((0, PROBABILITY + 1), np.float32), *pictures])


def _fates(found: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Of each thing found in a picture, bit by bit, at which overlaps it is right, and left out; (things, 2)."""
    fates = np.zeros((len(found), 2), np.uint16)
    for kind in np.unique(found[:, KIND]):
        (own,) = np.nonzero(found[:, KIND] == kind)
        own = own[np.argsort(-found[own, PROBABILITY], kind="stable")]
        fates[own[MOST:], 1] = _ALWAYS
        there = true[true[:, KIND] == kind]
        fates[own[:MOST]] = _matched(overlaps(found[own[:MOST]], there), there[:, PROBABILITY] > 0)
    return fates


def _matched(shared: np.ndarray, is_alone: np.ndarray) -> np.ndarray:
    """The same of things of one class, the most probable first, by what they have in common with those that are there,
    of which some stand alone, others for many.
    """
    fates = np.zeros((len(shared), 2), np.uint16)
    free = np.broadcast_to(is_alone, (len(OVERLAPS), len(is_alone))).copy()
    for place in np.flatnonzero((shared >= OVERLAPS[0]).any(axis=1)):
        fits = shared[place] >= OVERLAPS[:, None]
        able = fits & free
        # Of those that it overlaps with alike, the last one is taken, as COCO's program does.
        best = len(is_alone) - 1 - np.where(able, shared[place], -1.0)[:, ::-1].argmax(axis=1)
        is_right = able.any(axis=1)
        free[is_right, best[is_right]] = False
        is_left_out = ~is_right & (fits & ~is_alone).any(axis=1)
        fates[place] = (_BITS[is_right].sum(), _BITS[is_left_out].sum())
    return fates
