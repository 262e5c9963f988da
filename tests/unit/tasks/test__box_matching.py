"""What was found takes what it overlaps with most; what lies on many that nobody has told apart counts neither way."""

from collections.abc import Sequence

import numpy as np
import pytest

from ptstudio.tasks._box_evidence import FATES
from ptstudio.tasks._box_matching import OVERLAPS, judged, overlaps, with_fates
from ptstudio.tasks._found import MOST
from tests.helpers.found_things import evidence, packed_evidence

THING = [0, 0, 100, 100, 0]


def things(*rows: Sequence[float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 6)


def test_overlap_is_what_two_share_of_all_they_cover() -> None:
    found = things([50, 0, 150, 100, 0, 0.9], [200, 200, 210, 210, 0, 0.9])
    alone, many = [*THING, 1], [*THING, 0]
    assert overlaps(found, things(alone, many)) == pytest.approx(np.array([[1 / 3, 1 / 2], [0, 0]]))
    assert overlaps(things(), things(alone)).shape == (0, 1)


def test_the_most_probable_takes_a_thing_and_another_one_on_it_is_wrong() -> None:
    found = things([0, 0, 100, 95, 0, 0.6], [0, 0, 100, 80, 0, 0.7])
    of_all = judged(packed_evidence([found], [things([*THING, 1])]))
    assert of_all.right[1].tolist() == [overlap <= 0.8 for overlap in OVERLAPS]
    assert of_all.right[0].tolist() == [overlap > 0.8 for overlap in OVERLAPS]
    assert not of_all.left_out.any()
    assert of_all.support.tolist() == [[1]]


def test_what_lies_on_many_is_left_out_unless_a_single_thing_is_there_too() -> None:
    found = things([0, 0, 100, 100, 0, 0.9], [10, 10, 90, 90, 0, 0.8])
    of_all = judged(packed_evidence([found], [things([*THING, 0], [*THING, 1])]))
    assert of_all.right.all(axis=1).tolist() == [True, False]
    assert of_all.left_out.all(axis=1).tolist() == [False, True]
    assert of_all.support.tolist() == [[1]]


def test_after_so_many_most_probable_of_a_class_all_are_left_out() -> None:
    many = things(*([300, 200, 310, 210, number % 2, 0.9 - number / 1000] for number in range(2 * MOST + 3)))
    of_all = judged(packed_evidence([many], [things()]))
    assert np.flatnonzero(of_all.left_out.all(axis=1)).tolist() == [2 * MOST, 2 * MOST + 1, 2 * MOST + 2]


def test_what_was_matched_once_need_not_be_again_and_can_be_put_together() -> None:
    dice = np.random.default_rng(1)
    parts = [with_fates(evidence(dice, pictures)) for pictures in (2, 5)]
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    anew = judged({name: array for name, array in whole.items() if name != FATES})
    for kept, made in zip(judged(whole), anew, strict=True):
        np.testing.assert_array_equal(kept, made)
