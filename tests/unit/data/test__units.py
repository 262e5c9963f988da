"""Samples that stay together, whatever their keys' hashes are."""

from collections.abc import Callable

import pytest

from ptstudio.data import _units
from ptstudio.data._units import units_of

IDS = ["a", "b", "c", "d", "e", "b", "f"]
GROUPS = ["", "", "one", "two", "one", "", "two"]
LABELS = ["x", "x", "x", "y", "y", "x", "y"]


@pytest.mark.parametrize("hashes", [hash, lambda _: 7, lambda key: len(str(key)) % 2])
def test_groups_and_copies_stay_together_in_the_order_in_which_they_begin(
    hashes: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_units, "hash", hashes, raising=False)
    units = units_of(IDS, LABELS, GROUPS)
    assert [list(group.members) for group in units.groups] == [[1, 5], [2, 4], [3, 6]]
    assert [group.counts for group in units.groups] == [{"x": 2}, {"x": 1, "y": 1}, {"y": 2}]
    assert list(units.singles) == [0]


def test_where_all_are_different_each_stands_alone() -> None:
    units = units_of(["a", "b"], ["x", "y"], ["", ""])
    assert (units.groups, list(units.singles)) == ([], [0, 1])
    assert units_of([], [], []).groups == []
