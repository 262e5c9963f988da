"""What is wrong with what was found in a picture, and what was missed: TIDE (Bolya et al. 2020, arXiv:2008.08115)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import numpy as np

from ptstudio.tasks._box_evidence import FOUND, KIND, PROBABILITY, TRUE, thresholds, unpacked
from ptstudio.tasks._box_matching import judged, overlaps

ENOUGH, NEAR = 0.5, 0.1
"""Overlaps from which on something is right, and from which on it was meant for a thing."""


class Verdict(Enum):
    """On something that was found, or (the last) on something that is there; as in `core.report.BoxErrors`."""

    RIGHT = "right"
    BADLY_PLACED = "badly_placed"
    OTHER_CLASS = "other_class"
    DOUBLE = "double"
    BACKGROUND = "background"
    BOTH_OTHER = "both_other"
    MISSED = "missed"


def verdicts(evidence: Mapping[str, np.ndarray]) -> Iterator[list[Verdict]]:
    """Picture by picture, on each thing that counts as found, and on those that nothing was meant for."""
    of_all, least = judged(evidence), thresholds(evidence)
    is_right, is_counted = of_all.at_half()
    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    ends = np.cumsum([len(each) for each in found])[:-1]
    parts = zip(found, true, np.split(is_right, ends), np.split(is_counted, ends), least.tolist(), strict=True)
    for things, there, right, counted, threshold in parts:
        shown = counted & (things[:, PROBABILITY] >= threshold)
        yield _judged(things[shown], there[there[:, PROBABILITY] > 0], right[shown])


def _judged(found: np.ndarray, true: np.ndarray, is_right: np.ndarray) -> list[Verdict]:
    shared, is_same = overlaps(found, true), found[:, None, KIND] == true[None, :, KIND]
    same, other = np.where(is_same, shared, 0.0), np.where(is_same, 0.0, shared)
    own, best = same.max(axis=1, initial=0.0), shared.max(axis=1, initial=0.0)
    is_loose = (own >= NEAR) & (own < ENOUGH)
    is_mistaken = ~is_loose & (other.max(axis=1, initial=0.0) >= ENOUGH)
    kinds = np.select(
        [is_right, is_loose, is_mistaken, own >= ENOUGH, best < NEAR],
        [0, 1, 2, 3, 4],
        default=5,
    )
    met = _taken(found, np.where(is_right[:, None], same, 0.0))
    for overlap, which in ((same, ~is_right & is_loose), (other, ~is_right & is_mistaken)):
        met[overlap[which].argmax(axis=1) if which.any() else []] = True
    return [list(Verdict)[kind] for kind in kinds.tolist()] + [Verdict.MISSED] * int((~met).sum())


def _taken(found: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Which things were found, as they were matched: the most probable first, each what it overlaps with most."""
    taken = np.zeros(same.shape[1], bool)
    for place in np.argsort(-found[:, PROBABILITY], kind="stable"):
        free = np.where(taken, 0.0, same[place])
        if free.max(initial=0.0) >= ENOUGH:
            taken[len(free) - 1 - free[::-1].argmax()] = True
    return taken
