"""Rung by rung to less memory, each said in plain words."""

from collections.abc import Callable

import pytest

from ptstudio.core.errors import OutOfMemory
from ptstudio.core.events import Adapted, Event
from ptstudio.core.shortage import Shortage
from ptstudio.engine.learning.adaptation import Adaptation
from ptstudio.engine.learning.ladder import Rungs, halving, memory_shortage, next_rung


def climbed(rungs: Rungs) -> list[tuple[Adaptation, str]]:
    """Down the whole ladder."""
    held = Adaptation()
    found: list[tuple[Adaptation, str]] = []
    while True:
        try:
            held, said = next_rung(held, Shortage.MEMORY, rungs)
        except OutOfMemory:
            return found
        found.append((held, said.message))


def test_the_batch_is_halved_to_single_samples_then_blocks_are_computed_twice_then_the_input_shrinks_once_allowed() -> (
    None
):
    found = climbed(Rungs(batch_size=12, smallest=1, can_recompute=True, smaller=""))
    assert [(one.parts, one.recomputes) for one, _ in found] == [
        (2, False), (4, False), (8, False), (12, False), (12, True),
    ]  # fmt: skip
    for (_, said), size in zip(found, ("6 samples", "3 samples", "2 samples", "1 sample at"), strict=False):
        assert f"computed {size}" in said
    assert all("the result stays the same" in said for _, said in found)
    held, adapted = next_rung(found[-1][0], Shortage.MEMORY, Rungs(12, 1, can_recompute=True, smaller="96 × 96 pixels"))
    assert held.shrinks == 1
    assert "As you allowed" in adapted.message
    assert "96 × 96 pixels" in adapted.message


def test_where_statistics_are_learned_no_part_is_a_single_sample() -> None:
    found = climbed(Rungs(batch_size=9, smallest=2, can_recompute=False, smaller=""))
    assert [one.parts for one, _ in found] == [2, 4]


def test_the_end_of_the_ladder_names_the_choices() -> None:
    with pytest.raises(OutOfMemory, match="graphics card's memory ran out") as caught:
        next_rung(Adaptation(), Shortage.GPU_MEMORY, Rungs(1, 1, can_recompute=False, smaller=""))
    assert "smaller model" in caught.value.hint
    assert "allow a smaller input" in caught.value.hint


@pytest.mark.parametrize("kind", [Shortage.GPU_MEMORY, Shortage.MEMORY, Shortage.PAGE_FILE])
def test_each_kind_of_memory_is_the_cause_that_is_told(kind: Shortage) -> None:
    _, said = next_rung(Adaptation(), kind, Rungs(4, 1, can_recompute=False, smaller=""))
    assert said.cause == kind.value


def fits(most: int) -> Callable[[int], int]:
    def attempt(size: int) -> int:
        if size > most:
            raise MemoryError
        return size

    return attempt


def test_measuring_halves_its_own_batch_until_it_fits() -> None:
    told: list[Event] = []
    assert halving(20, fits(6), told.append) == 5
    said = [one.message for one in told if isinstance(one, Adapted)]
    assert ["10 at a time" in said[0], "5 at a time" in said[1], len(said)] == [True, True, 2]


def test_measuring_ends_clearly_where_not_even_one_sample_fits_and_passes_other_errors_on() -> None:
    with pytest.raises(OutOfMemory):
        halving(2, fits(0), lambda _: None)

    def broken(_: int) -> int:
        raise ValueError("something else")

    with pytest.raises(ValueError, match="something else"):
        halving(2, broken, lambda _: None)


def test_a_full_disk_is_no_want_of_memory() -> None:
    assert memory_shortage(OSError(28, "No space left on device")) is None
