"""The guess beside the figures is the best of those that look at nothing."""

from itertools import product

import numpy as np
import pytest

from ptstudio.tasks import _label_evidence as labels
from ptstudio.tasks._label_guess import best_for_f1, guess

CLASSES = ("a", "b", "c")


def made(shares: tuple[float, ...], samples: int = 200) -> np.ndarray:
    return np.random.default_rng(0).random((samples, len(shares))) < shares


@pytest.mark.parametrize("shares", [(0.7, 0.2, 0.1), (0.3, 0.25, 0.2), (0.9, 0.8, 0.05)])
def test_no_other_constant_answer_has_a_better_f1(shares: tuple[float, ...]) -> None:
    truths = made(shares)
    found = labels.evidence(np.zeros(truths.shape, np.float32), truths)
    scores = {
        given: labels.measure({**found, "given": np.tile(given, (len(truths), 1))})["micro_f1"]
        for given in product((False, True), repeat=3)
    }
    best = tuple(best_for_f1(truths.sum(axis=0), len(truths)).tolist())
    assert scores[best] == max(scores.values())


def test_it_says_what_it_gives() -> None:
    truths = made((0.7, 0.2, 0.1))
    found = guess(truths.sum(axis=0), len(truths), truths, CLASSES)
    assert found.reason == "always giving “a”"
    assert found.values["exact_match"] == pytest.approx((truths == (True, False, False)).all(axis=1).mean())


def test_for_an_exact_match_it_may_give_none() -> None:
    truths = made((0.3, 0.25, 0.2))
    found = guess(truths.sum(axis=0), len(truths), truths, CLASSES)
    assert found.reason == "always giving “a”, “c”, and no label for an exact match"
    assert found.values["exact_match"] == pytest.approx((~truths).all(axis=1).mean())
    assert found.values["micro_f1"] > 0.3
