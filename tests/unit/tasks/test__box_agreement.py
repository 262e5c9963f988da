"""When two runs of one network are said to find the same."""

from collections.abc import Sequence

import numpy as np
import pytest

from ptstudio.core.certificate import Agreement
from ptstudio.tasks._box_agreement import agreement

MOST = 6
CAT, DOG = [10, 10, 110, 110, 0, 0.9], [200, 10, 300, 110, 1, 0.6]


def output(*things: Sequence[float]) -> dict[str, np.ndarray]:
    """What a file gives for one picture."""
    rows = np.zeros((MOST, 6), np.float32)
    rows[: len(things)] = np.array(things, np.float32).reshape(-1, 6)
    return {"boxes": rows[None, :, :4], "scores": rows[None, :, 5], "classes": rows[None, :, 4].astype(np.int64)}


def compared(
    one: Sequence[Sequence[float]], other: Sequence[Sequence[float]], suppressed_from: float | None = None
) -> Agreement:
    return agreement([output(*one)], [output(*other)], 1e-3, "map", (0.5, 0.4), suppressed_from)


def many(*things: Sequence[float]) -> dict[str, np.ndarray]:
    """The same with room for all of them."""
    rows = np.zeros((len(things) + 5, 6), np.float32)
    rows[: len(things)] = np.array(things, np.float32)
    return {"boxes": rows[None, :, :4], "scores": rows[None, :, 5], "classes": rows[None, :, 4].astype(np.int64)}


def likely(thing: Sequence[float], probability: float) -> list[float]:
    return [*thing[:5], probability]


def test_the_same_in_another_order_agrees() -> None:
    found = compared([CAT, DOG], [DOG, likely(CAT, 0.9004)])
    assert (found.label_agreement, found.ties, found.samples) == (1.0, 0, 1)
    assert found.largest_difference == pytest.approx(4e-4, abs=1e-6)
    assert found.mean_difference == pytest.approx(2e-4, abs=1e-6)
    assert (found.metric, found.reference, found.exported) == ("map", 0.5, 0.4)


def test_what_only_one_side_has_does_not_agree_either_way() -> None:
    assert compared([CAT, DOG], [CAT]).label_agreement == 0.5
    assert compared([CAT], [CAT, DOG]).label_agreement == 0.5
    other_class = [*CAT[:4], 1, 0.9]
    assert compared([CAT], [other_class]).label_agreement == 0.0
    moved = [12, 10, 112, 110, 0, 0.9]
    assert compared([CAT], [moved]).label_agreement == 0.0


def test_another_score_is_the_same_box_and_tells_in_the_difference() -> None:
    found = compared([CAT], [likely(CAT, 0.7)])
    assert found.label_agreement == 1.0
    assert found.largest_difference == pytest.approx(0.2)


def test_what_is_hardly_probable_enough_is_a_tie() -> None:
    found = compared([CAT, likely(DOG, 0.0505)], [CAT])
    assert (found.label_agreement, found.ties) == (1.0, 1)
    assert compared([CAT], [CAT, likely(DOG, 0.0495)]).ties == 1
    assert compared([likely(DOG, 0.0512)], [likely(DOG, 0.0505)]).label_agreement == 1.0
    assert compared([likely(DOG, 0.04)], []).model_dump(include={"ties", "label_agreement"}) == {
        "ties": 0,
        "label_agreement": 1.0,
    }
    assert compared([likely(DOG, 0.052)], []).label_agreement == 0.0


def test_what_hardly_found_room_is_a_tie() -> None:
    many = [[30 * place, 200, 30 * place + 20, 220, 0, 0.8 - place / 10] for place in range(MOST - 1)]
    first, second = ([30 * 7, row, 30 * 7 + 20, row + 20, 0, 0.3003 - row / 1e6] for row in (0, 100))
    found = compared([*many, first], [*many, second])
    assert (found.label_agreement, found.ties) == (1.0, 2)
    assert compared([*many, first], many).label_agreement == pytest.approx(5 / 6)
    assert compared([*many[:-1], first], [*many[:-1], second]).label_agreement == pytest.approx(4 / 6)


def test_what_was_hardly_suppressed_is_a_tie() -> None:
    half = [10, 10, 110, 60.02, 0, 0.8]  # overlaps with the cat by 0.5002
    assert compared([CAT, half], [CAT]).label_agreement == 0.5
    assert compared([CAT, half], [CAT], 0.5).model_dump(include={"ties", "label_agreement"}) == {
        "ties": 1,
        "label_agreement": 1.0,
    }
    assert compared([CAT, half], [CAT], 0.6).label_agreement == 0.5


def test_of_twins_that_are_as_probable_either_may_be_kept() -> None:
    twin = [10, 10, 110, 100, 0, 0.9005]
    found = compared([CAT], [twin], 0.5)
    assert (found.label_agreement, found.ties) == (1.0, 2)
    assert compared([CAT], [twin]).label_agreement == 0.0
    assert compared([CAT], [likely(twin, 0.85)], 0.5).label_agreement == 0.0


def test_what_such_a_tie_suppresses_is_a_tie_as_well() -> None:
    twin, freed = [10, 10, 110, 100, 0, 0.9005], [10, 60, 110, 160, 0, 0.7]
    clear = [[0, 200 + row, 20, 218 + row, 1, 0.9] for row in range(0, 600, 20)]
    found = agreement([many(*clear, CAT)], [many(*clear, twin, freed)], 1e-3, "map", (0.5, 0.4), 0.3)
    assert (found.label_agreement, found.ties) == (1.0, 3)
    alone = agreement([many(*clear, CAT)], [many(*clear, CAT, freed)], 1e-3, "map", (0.5, 0.4), 0.3)
    assert alone.label_agreement == pytest.approx(31 / 32)
    assert alone.ties == 0


def test_boxes_that_all_lie_elsewhere_are_no_twins() -> None:
    places = [[40 * place, 0, 40 * place + 30, 30, 0, 0.9 - place / 100] for place in range(6)]
    moved = [[left + 3, top, right + 3, *rest] for left, top, right, *rest in places]
    found = agreement([many(*places)], [many(*moved)], 1e-3, "map", (0.5, 0.4), 0.5)
    assert (found.label_agreement, found.ties) == (0.0, 0)


def test_of_two_boxes_at_one_place_each_finds_the_one_of_its_score() -> None:
    found = compared([CAT, likely(CAT, 0.5)], [likely(CAT, 0.5), CAT])
    assert (found.label_agreement, found.largest_difference) == (1.0, 0.0)


def test_nothing_agrees_with_nothing() -> None:
    found = compared([], [])
    assert (found.label_agreement, found.largest_difference, found.mean_difference, found.ties) == (1.0, 0.0, 0.0, 0)
