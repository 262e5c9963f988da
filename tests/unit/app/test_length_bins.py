"""Bars for lengths: every sample in one, and an end of one at the limit."""

import random

import pytest

from ptstudio.app.length_bins import ABOUT, length_bins


@pytest.mark.parametrize("limit", [8, 64, 256, 512, 8192])
@pytest.mark.parametrize("longest", [1, 9, 100, 257, 5000, 100_000])
def test_every_sample_is_in_the_bar_that_says_so(limit: int, longest: int) -> None:
    dice = random.Random(longest)
    tokens = sorted([*(dice.randint(0, longest) for _ in range(300)), longest])
    bins = length_bins(tokens, limit)
    assert sum(each.count for each in bins) == len(tokens)
    assert [each.above for each in bins[1:]] == [each.most for each in bins[:-1]]
    assert (bins[0].above, bins[-1].most >= longest) == (0, True)
    for each in bins:
        in_it = [length for length in tokens if each.above < length <= each.most or (each is bins[0] and length == 0)]
        assert len(in_it) == each.count
        assert all((length > limit) == each.is_cut for length in in_it)
    assert 1 <= len(bins) <= ABOUT + 2


def test_a_few_that_are_far_longer_do_not_squeeze_the_others() -> None:
    bins = length_bins([*range(1, 200), 90_000], limit=512)
    assert (bins[-1].most, bins[-1].is_cut, bins[-1].count) == (90_000, True, 1)
    assert bins[0].most < 30
    assert sum(each.is_cut for each in bins) == 1


def test_what_is_far_from_the_limit_fills_the_chart() -> None:
    bins = length_bins(list(range(1, 49)), limit=512)
    assert bins[-1].most <= 50
    assert not any(each.is_cut for each in bins)
