"""From where on a label is given: the best place for many samples, a careful one for few, one half for none."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from ptstudio.tasks._thresholds import ENOUGH, chosen_thresholds


def chosen(probabilities: list[float], truths: list[int]) -> float:
    column = np.array(probabilities, np.float32)[:, None]
    return chosen_thresholds(column, np.array(truths, bool)[:, None])[0]


def test_no_other_place_gives_a_better_f1() -> None:
    dice = np.random.default_rng(1)
    truths = dice.random((300, 5)) < (0.5, 0.3, 0.2, 0.1, 0.05)
    probabilities = np.clip(0.2 * truths + 0.6 * dice.random(truths.shape), 0, 1).astype(np.float32)
    found = chosen_thresholds(probabilities, truths)
    for label, threshold in enumerate(found):
        true, said = truths[:, label], probabilities[:, label]
        best = max(f1_score(true, said >= each) for each in said)
        assert f1_score(true, said >= threshold) == pytest.approx(best)


def test_it_lies_half_way_and_as_near_to_one_half_as_it_can() -> None:
    many = ENOUGH * [0.3] + 20 * [0.1]
    assert chosen(many, ENOUGH * [1] + 20 * [0]) == pytest.approx(0.2)
    assert chosen([0.9] * ENOUGH + [0.2] * 20, ENOUGH * [1] + 20 * [0]) == pytest.approx(0.55)
    assert chosen([0.9, 0.8, 0.7] * ENOUGH, [1, 1, 1] * ENOUGH) == pytest.approx(0.35)


def test_few_are_believed_for_their_part() -> None:
    assert chosen([0.3, 0.3, 0.1, 0.1], [1, 1, 0, 0]) == pytest.approx(0.5 - 2 / ENOUGH * 0.3)
    assert chosen([0.3, 0.2], [0, 0]) == 0.5
