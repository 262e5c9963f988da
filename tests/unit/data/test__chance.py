"""An order by chance depends on seed and keys, and on nothing else."""

import pytest

from ptstudio.data import _chance
from ptstudio.data._chance import by_chance

KEYS = [f"key {number}" for number in range(50)]


def drawn(keys: list[str], seed: int) -> list[str]:
    return [keys[place] for place in by_chance(len(keys), keys.__getitem__, seed)]


def test_the_order_of_the_keys_does_not_matter_and_the_seed_does() -> None:
    assert sorted(drawn(KEYS, 0)) == sorted(KEYS)
    assert drawn(KEYS, 0) == drawn(KEYS[::-1], 0) != drawn(KEYS, 1)
    assert drawn([], 0) == []


def test_equal_dice_are_told_apart_by_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_chance, "_dice", lambda key, _: len(key))
    assert drawn(["bb", "a", "c", "aa"], 0) == ["a", "c", "aa", "bb"]
