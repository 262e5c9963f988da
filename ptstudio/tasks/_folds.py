"""Dividing samples into folds for cross-validation: stratified, groups kept together; knows labels, never samples."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def divide(truths: Numbers, groups: Sequence[str], folds: int, seed: int) -> Numbers:
    """The fold of each sample, from 0; at most `folds`, and no more than there are groups.

    An empty group means that a sample is by itself. The largest groups are placed first, each where its classes are
    rarest so far, then where there are fewest samples; `seed` shuffles those of equal size.
    """
    units = _units(groups)
    count = min(folds, len(units))
    shuffled = [units[turn] for turn in np.random.default_rng(seed).permutation(len(units))]
    totals = np.bincount(truths)
    there = np.zeros((count, len(totals)))
    found = np.zeros(len(truths), dtype=np.int64)
    for members in sorted(shuffled, key=len, reverse=True):
        own = np.bincount(truths[members], minlength=len(totals))
        crowd = (there / np.maximum(totals, 1)) @ own
        chosen = min(range(count), key=lambda fold: (crowd[fold], there[fold].sum()))
        there[chosen] += own
        found[members] = chosen
    return found


def _units(groups: Sequence[Any]) -> list[list[int]]:
    """The positions of the samples that belong together."""
    together: dict[str, list[int]] = {}
    alone = []
    for position, group in enumerate(groups):
        if group:
            together.setdefault(group, []).append(position)
        else:
            alone.append([position])
    return [*together.values(), *alone]
