"""Folds are of one size, hold every class, and never divide a group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.tasks._folds import divide


def truths_of(*sizes: int) -> np.ndarray:
    """So many samples of each class."""
    return np.repeat(np.arange(len(sizes)), sizes)


def alone(count: int) -> list[str]:
    """Samples that belong to no group."""
    return [""] * count


def test_classes_are_spread_evenly() -> None:
    truths = truths_of(50, 23, 10)
    found = divide(truths, alone(83), 5, seed=0)
    for label, size in enumerate((50, 23, 10)):
        counts = np.bincount(found[truths == label], minlength=5)
        assert counts.sum() == size
        assert np.ptp(counts) <= 1
    assert np.ptp(np.bincount(found)) <= 2


def test_the_seed_alone_decides() -> None:
    truths = truths_of(20, 20)
    one, again, other = (divide(truths, alone(40), 4, seed) for seed in (1, 1, 2))
    assert one.tolist() == again.tolist() != other.tolist()


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", "", "a", "b", "c", "d"])), min_size=1, max_size=60),
    st.integers(2, 6),
    st.integers(0, 5),
)
def test_groups_never_straddle_and_no_fold_is_empty(samples: list[tuple[int, str]], folds: int, seed: int) -> None:
    truths = np.array([label for label, _ in samples])
    groups = [group for _, group in samples]
    found = divide(truths, groups, folds, seed)
    for group in set(groups) - {""}:
        assert len({fold for fold, own in zip(found, groups, strict=True) if own == group}) == 1
    units = len(set(groups) - {""}) + groups.count("")
    assert sorted(set(found.tolist())) == list(range(min(folds, units)))


@pytest.mark.parametrize("groups", [["a"] * 6, ["a", "a", "a", "a", "a", "b"]])
def test_there_are_no_more_folds_than_groups(groups: list[str]) -> None:
    assert divide(truths_of(3, 3), groups, 5, seed=0).max() + 1 == len(set(groups))
