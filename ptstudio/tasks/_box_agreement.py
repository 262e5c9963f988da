"""How far two runs of one network agree on what is in pictures: the same boxes, of the same classes, as probable.

Outputs of a picture are `boxes` (1, most, 4), `scores` (1, most), 0 where nothing is, and `classes` (1, most).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ptstudio.core.certificate import Agreement
from ptstudio.tasks._box_evidence import KIND, PROBABILITY
from ptstudio.tasks._box_matching import overlaps
from ptstudio.tasks._box_sections import LEAST
from ptstudio.tasks._task import Arrays

FARTHER = 10.0
"""The overlap of two boxes that are the same may differ from 1 by so many times as much as scores may: with a tolerance
of a thousandth, it is 99 %.
"""
SAME_PX = 0.01
"""Nor do edges differ that are so near each other: boxes without any area overlap nothing, not even themselves."""
MOST_SWAPPED, ONE_PAIR = 0.1, 2
"""At most this share of all boxes may be ties by suppression: rounding swaps a few twins, but boxes that are computed
in another way have a twin each.
"""


class _Compared(NamedTuple):
    """Of one picture: how far the scores of same boxes lie apart; how many clear boxes both sides have, and how many
    only one; how many are ties because they hardly count, and how many because of what was suppressed.
    """

    apart: np.ndarray
    same: int
    alone: int
    ties: int
    swapped: int


def agreement(
    reference: Sequence[Arrays],
    outputs: Sequence[Arrays],
    tolerance: float,
    metric: str,
    values: tuple[float, float],
    suppressed_from: float | None = None,
) -> Agreement:
    """Of all boxes from a score of `LEAST` on, the share that both have; `values` are the metric's.

    Two are the same where class and place are (by an overlap that suits the tolerance); how far their scores lie apart
    is told by the differences. A box that only one side has is a tie, and left out, where no more than `tolerance`
    decided that: its score is hardly the least that counts, or that of the last one for which the other side had room;
    or, with boxes suppressed from some overlap on, it overlaps so with a more probable one, or with its twin on the
    other side, which is as probable, or was suppressed there by one that is itself such a tie.
    """
    pictures = [
        _compared((things_of(one), things_of(other)), (_least(one), _least(other)), tolerance, suppressed_from)
        for one, other in zip(reference, outputs, strict=True)
    ]
    apart = np.concatenate([np.zeros(0), *(picture.apart for picture in pictures)])
    same, alone, ties, swapped = (sum(counts) for counts in zip(*(picture[1:] for picture in pictures), strict=True))
    answers = same + alone + ties + swapped
    if swapped <= max(ONE_PAIR, MOST_SWAPPED * answers):
        ties += swapped
    else:
        alone += swapped
    return Agreement(
        samples=len(reference),
        answers=answers,
        largest_difference=float(apart.max(initial=0.0)),
        mean_difference=float(apart.mean()) if len(apart) else 0.0,
        label_agreement=same / (same + alone) if same + alone else 1.0,
        ties=ties,
        metric=metric,
        reference=values[0],
        exported=values[1],
    )


def things_of(output: Arrays) -> np.ndarray:
    """What the outputs of one picture hold, as evidence has it; (things, 6)."""
    (boxes,), (scores,), (classes,) = (output[name] for name in ("boxes", "scores", "classes"))
    things: np.ndarray = np.column_stack((boxes, classes, scores))[scores > 0].astype(np.float32)
    return things


def _least(output: Arrays) -> float:
    """From what score on boxes of a picture are in its outputs."""
    return max(LEAST, float(output["scores"].min()))


def _compared(
    sides: tuple[np.ndarray, np.ndarray], least: tuple[float, float], tolerance: float, suppressed_from: float | None
) -> _Compared:
    one, other = (things[things[:, PROBABILITY] >= LEAST - tolerance] for things in sides)
    pairs = _pairs(one, other, 1 - FARTHER * tolerance)
    scores = np.array([(one[here, PROBABILITY], other[there, PROBABILITY]) for here, there in pairs]).reshape(-1, 2)
    same = int((scores.max(axis=1) > LEAST + tolerance).sum())
    lone = np.delete(one, [here for here, _ in pairs], axis=0), np.delete(other, [there for _, there in pairs], axis=0)
    ties, alone = len(pairs) - same, 0
    doubtful: tuple[list[np.ndarray], list[np.ndarray]] = [], []
    for side, thing in _ranked(lone):
        own, others, suppressors = (one, other)[side], lone[1 - side], doubtful[1 - side]
        if thing[PROBABILITY] <= least[1 - side] + tolerance:
            ties += 1
        elif suppressed_from is not None and (
            _is_undecided(thing, own, others, tolerance, suppressed_from)
            or any(_suppresses(each, thing, suppressed_from - tolerance) for each in suppressors)
        ):
            doubtful[side].append(thing)
        else:
            alone += 1
    swapped = len(doubtful[0]) + len(doubtful[1])
    return _Compared(np.abs(scores[:, 0] - scores[:, 1]), same, alone, ties, swapped)


def _ranked(lone: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, np.ndarray]]:
    """The boxes that only one side has, each with its side, the most probable first."""
    return sorted(
        ((side, thing) for side, things in enumerate(lone) for thing in things), key=lambda one: -one[1][PROBABILITY]
    )


def _pairs(one: np.ndarray, other: np.ndarray, least: float) -> list[tuple[int, int]]:
    """The places of boxes that overlap by `least`: the most probable first, each with the one as probable."""
    edges_apart = np.abs(one[:, None, :KIND] - other[None, :, :KIND]).max(axis=-1)
    is_at_one_place = (overlaps(one, other) >= least) | (edges_apart <= SAME_PX)
    is_same = is_at_one_place & (one[:, None, KIND] == other[None, :, KIND])
    apart = np.abs(one[:, None, PROBABILITY] - other[None, :, PROBABILITY])
    pairs = []
    for here in np.argsort(-one[:, PROBABILITY], kind="stable").tolist():
        if is_same[here].any():
            there = int(np.where(is_same[here], apart[here], np.inf).argmin())
            pairs.append((here, there))
            is_same[:, there] = False
    return pairs


def _is_undecided(
    thing: np.ndarray, own: np.ndarray, others: np.ndarray, tolerance: float, suppressed_from: float
) -> bool:
    """Whether suppressing decided by no more than the tolerance that only one side has it."""
    above = own[(own[:, KIND] == thing[KIND]) & (own[:, PROBABILITY] > thing[PROBABILITY])]
    is_at_the_limit = np.abs(overlaps(thing[None], above) - suppressed_from) <= tolerance
    likely = np.abs(others[:, PROBABILITY] - thing[PROBABILITY]) <= tolerance
    twins = others[(others[:, KIND] == thing[KIND]) & likely]
    return bool(is_at_the_limit.any() or (overlaps(thing[None], twins) > suppressed_from).any())


def _suppresses(other: np.ndarray, thing: np.ndarray, least: float) -> bool:
    """Whether a box that is at least as probable overlaps a thing of its kind by more than `least`."""
    is_above = other[KIND] == thing[KIND] and other[PROBABILITY] >= thing[PROBABILITY]
    return bool(is_above and overlaps(thing[None], other[None])[0, 0] > least)
