"""Made-up evidence of what was found in pictures, some of it right, some nearly, some not at all."""

import numpy as np

from ptstudio.tasks._box_evidence import FOUND, KIND, PROBABILITY, SIZES, TRUE, packed


def evidence(
    dice: np.random.Generator, pictures: int = 6, kinds: int = 3, most: int = 8, crowds: float = 0.1
) -> dict[str, np.ndarray]:
    """Of pictures of 400 × 300 pixels with up to so many things each, a share of which stands for many."""
    true = [things(dice, int(dice.integers(0, most + 1)), kinds) for _ in range(pictures)]
    for there in true:
        there[:, PROBABILITY] = dice.random(len(there)) >= crowds
    found = [np.concatenate((_nearly(dice, there, kinds), things(dice, most, kinds))) for there in true]
    return packed_evidence(found, true)


def packed_evidence(found: list[np.ndarray], true: list[np.ndarray]) -> dict[str, np.ndarray]:
    """The same of pictures of 400 × 300 pixels as they are given."""
    return {FOUND: packed(found), TRUE: packed(true), SIZES: np.tile([400, 300], (len(true), 1))}


def things(dice: np.random.Generator, count: int, kinds: int) -> np.ndarray:
    """Anywhere, of any size, with probabilities of which some are equal; (count, 6)."""
    corners = dice.uniform(0, (280, 180), (count, 2))
    sides = dice.choice((12, 50, 118), (count, 1)) * dice.uniform(0.6, 1, (count, 2))
    kind, probability = dice.integers(0, kinds, (count, 1)), dice.integers(1, 40, (count, 1)) / 40
    return np.hstack((corners, corners + sides, kind, probability)).astype(np.float32)


def _nearly(dice: np.random.Generator, true: np.ndarray, kinds: int) -> np.ndarray:
    """What is there, each a little off and found up to twice, now and then as another class."""
    near = np.repeat(true, dice.integers(0, 3, len(true)), axis=0)
    sides = near[:, 2:4] - near[:, :2]
    near[:, :4] += np.tile(sides, 2) * dice.normal(0, 0.08, (len(near), 4))
    is_other = dice.random(len(near)) < 0.1
    near[is_other, KIND] = dice.integers(0, kinds, int(is_other.sum()))
    near[:, PROBABILITY] = dice.integers(1, 40, len(near)) / 40
    return near
