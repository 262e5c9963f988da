"""Every number is found where it stood first, however the numbers fall."""

import random
import sys
from array import array
from collections.abc import Callable

import pytest

from ptstudio.data._first_places import FirstPlaces

KEYS: dict[str, Callable[[int], int]] = {
    "random": lambda number: random.Random(number).getrandbits(64),
    "in a row": lambda number: number,
    "at the end": lambda number: 2**64 - 1 - number,
    "far apart": lambda number: number << 44,
}


@pytest.mark.parametrize("kind", KEYS)
def test_what_was_noted_is_found_and_nothing_else(kind: str) -> None:
    keys = array("Q")
    first = FirstPlaces(keys)
    made = [KEYS[kind](number) for number in range(6000)]
    for place, key in enumerate(made[:5000]):
        assert first.find(key) is None
        first.note(key, place)
        keys.append(key)
    assert [first.find(key) for key in made] == [*range(5000), *[None] * 1000]
    assert sys.getsizeof(first._slots) < 20 * 5000


def test_a_table_that_is_full_at_its_end_grows() -> None:
    first = FirstPlaces(keys := array("Q"))
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    last = [(2**64 - 1 - number) * inverse % 2**64 for number in range(200)]  # all of them want the last slot
    for place, key in enumerate(last):
        first.note(key, place)
        keys.append(key)
    assert [first.find(key) for key in last] == list(range(200))
