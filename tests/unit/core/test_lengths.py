"""Lengths against a limit, in figures."""

import pytest

from ptstudio.core.lengths import Lengths, Unread
from ptstudio.core.preview import Previewed


def test_what_is_beyond_the_limit_is_counted_in_samples_and_in_tokens() -> None:
    unread = Unread.of([5, 10, 15, 30], limit=10)
    assert (unread.samples, unread.cut, unread.limit) == (4, 2, 10)
    assert unread.share == pytest.approx(25 / 60)
    assert unread.cut_share == 0.5
    assert unread.is_much


def test_a_few_in_a_hundred_do_not_matter() -> None:
    assert not Unread.of([10] * 98 + [11] * 2, limit=10).is_much
    assert Unread.of([10] * 97 + [11] * 3, limit=10).is_much
    assert not Unread.of([], limit=10).is_much


def test_half_of_them_are_as_long_as_the_median_at_most() -> None:
    lengths = Lengths(tokens=(3, 4, 9, 12), samples=4, limit=10, most=512)
    assert (lengths.median, lengths.longest, lengths.unread.cut) == (4, 12, 1)
    assert Lengths(tokens=(3, 4, 9), samples=3, limit=10, most=10).median == 4


def test_a_preview_is_told_by_its_type() -> None:
    lengths = Lengths(tokens=(3,), samples=1, limit=10, most=512)
    assert Previewed.from_text(Previewed(preview=lengths).to_text()).preview == lengths
