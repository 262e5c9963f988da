"""How far axes reach: round, hardly beyond what is possible, and seldom changing."""

import pytest

from ptstudio.app.axis_range import (
    end_of_epochs,
    epochs_around,
    logarithmic_ticks,
    round_numbers,
    values_around,
    whole_numbers,
)


@pytest.mark.parametrize(
    ("reached", "planned", "end"),
    [(0.2, 40, 1), (1, 40, 1), (1.01, 40, 2), (7, 40, 10), (10.5, 12, 12), (33, 35, 35), (16, None, 16), (0, None, 1),
     (2300, 9000, 3000), (20, 12, 20)],
)  # fmt: skip
def test_the_axis_of_epochs_ends_a_little_ahead_while_a_training_goes_on(
    reached: float, planned: float | None, end: float
) -> None:
    assert end_of_epochs(reached, planned) == end


def test_there_is_room_at_both_ends_of_the_epochs() -> None:
    low, high = epochs_around(10)
    assert low < 0
    assert high > 10


@pytest.mark.parametrize(
    ("last", "words"),
    [(0, "0 1"), (1, "0 1"), (3, "0 1 2 3"), (5, "0 1 2 3 4 5"), (12, "0 5 10"), (2000, "0 500 1000 1500 2000")],
)
def test_what_is_counted_has_whole_numbers(last: float, words: str) -> None:
    assert " ".join(said for _, said in whole_numbers(last)) == words


@pytest.mark.parametrize(("low", "high"), [(0.05, 1.3), (25, 99), (1e-5, 1e-3), (-3, 0.2), (180, 180), (0, 0), (5, 6)])
def test_all_values_are_inside_with_some_room(low: float, high: float) -> None:
    bottom, top = values_around(low, high)
    assert bottom < low <= high < top
    assert top - bottom < 1.5 * (high - low) or high == low


def test_shares_hardly_go_beyond_all_and_nothing() -> None:
    bottom, top = values_around(0, 100, 100)
    assert -6 < bottom < 0
    assert 100 < top < 106


def test_a_curve_that_grows_a_little_leaves_the_axis_as_it_is() -> None:
    ranges = {values_around(0.31 - place / 1000, 2.0) for place in range(20)}
    assert len(ranges) <= 2


def test_numbers_on_a_logarithmic_axis_are_round_and_few() -> None:
    assert [text for _, text in logarithmic_ticks(-1, 0.4)] == ["0.1", "0.2", "0.5", "1", "2"]
    assert [text for _, text in logarithmic_ticks(-3.2, 0.1)] == ["0.001", "0.01", "0.1", "1"]
    assert [text for _, text in logarithmic_ticks(-0.5, -0.4)] == ["0.32", "0.34", "0.36", "0.38"]
    assert {text: place for place, text in logarithmic_ticks(-1, 1)}["5"] == pytest.approx(0.699, abs=0.001)


def test_round_numbers_are_few_and_inside() -> None:
    assert round_numbers(14.2, 83.0) == [20.0, 40.0, 60.0, 80.0]
    assert round_numbers(-0.04, 1.04) == pytest.approx([0, 0.5, 1.0])
