"""From where answers may begin and end to the answers: never backwards, never too long, never one within another."""

import numpy as np
import pytest

from ptstudio.tasks._answer_chances import LONGEST, Chances
from ptstudio.tasks._tags import Marked

EDGES = np.array([(0, 0), (0, 0), (0, 3), (4, 9), (10, 12), (0, 0)])


def chances(starts: list[float], ends: list[float]) -> Chances:
    return Chances(np.array([starts, ends]).T, EDGES, 0)


def test_the_best_answers_are_apart() -> None:
    best = chances([0.1, 0, 0.5, 0.1, 0.3, 0], [0.1, 0, 0.1, 0.6, 0.2, 0]).best()
    whole = 0.01 + 0.5 * 0.9 + 0.1 * 0.8 + 0.3 * 0.2
    assert [place[:2] for place in best] == [(0, 9), (10, 12), (0, 0)]
    assert [place.probability for place in best] == [round(share / whole, 3) for share in (0.3, 0.06, 0.01)]


def test_an_answer_never_ends_before_it_begins() -> None:
    best = chances([0, 0, 0.01, 0, 0.99, 0], [0, 0, 0.99, 0, 0.01, 0]).best()
    assert {place[:2] for place in best} == {(0, 3), (10, 12), (0, 0)}


def test_what_is_said_of_other_tokens_does_not_count() -> None:
    (best, none) = chances([0.0, 0.9, 0.1, 0, 0, 0], [0.0, 0.9, 0.1, 0, 0, 0]).best()
    assert (best, none) == (Marked(0, 3, 0, 1.0), Marked(0, 0, 0, 0.0))


def test_none_is_an_answer() -> None:
    (best, *_) = chances([0.9, 0, 0.1, 0, 0, 0], [0.9, 0, 0.1, 0, 0, 0]).best()
    assert best == Marked(0, 0, 0, round(0.81 / 0.82, 3))


def test_answers_have_their_length() -> None:
    count = 3 * LONGEST
    edges = np.array([(0, 0), *((place, place + 1) for place in range(count))])
    probabilities = np.full((count + 1, 2), 1e-3)
    probabilities[1, 0] = probabilities[count, 1] = 0.9
    best, *_ = Chances(probabilities, edges, 0).best()
    assert best.end - best.start <= LONGEST


@pytest.mark.parametrize("probabilities", [np.zeros((1, 2)), np.ones((1, 2))])
def test_a_text_of_nothing_has_no_answer(probabilities: np.ndarray) -> None:
    found = Chances(probabilities, np.zeros((1, 2), dtype=np.int64), 0)
    assert [place[:3] for place in found.best()] == [(0, 0, 0)]


def test_what_is_hardly_probable_is_still_told_apart() -> None:
    edges = np.array([(0, 0), *((place, place + 1) for place in range(200))])
    flat = np.full((201, 2), 1e-3)
    flat[7] = 1.5e-3
    best, *others = Chances(flat, edges, 0).best()
    assert best[:2] == (6, 7)
    assert 0 < best.probability < 5e-4
    assert len(others) > 1


def test_the_margin_knows_answers_that_overlap() -> None:
    close = chances([0, 0, 1.0, 0, 0, 0], [0, 0, 0.5, 0.5, 0, 0])
    clear = chances([0, 0, 1.0, 0, 0, 0], [0, 0, 0.8, 0.2, 0, 0])
    assert close.margin == pytest.approx(0)
    assert clear.margin == pytest.approx(0.6)
