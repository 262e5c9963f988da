"""A cut through a word is told in scripts that write words apart, and one through a character in any."""

import pytest

from ptstudio.data._word_edges import cuts_a_word


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Par", "is"), ("5", "km"), ("Zoe\u0301", "s"), ("Zoe", "\u0301"), ("שר", "ה"), ("हि", "न्दी"), ("न", "ी"),
        ("👩", "\u200d🔬"), ("👩\u200d", "🔬"), ("👍", "🏽"), ("ที", "่"),
    ],
)  # fmt: skip
def test_a_cut_goes_through_a_word_or_a_character(before: str, after: str) -> None:
    assert cuts_a_word(before + after, len(before))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Paris"), ("Paris", ""), ("in ", "Paris"), ("Paris", "."), ("Anna", "'s"), ("well-", "known"),
        ("#", "tag"),
        ("東", "京"), ("東京", "tower"), ("ソウル", "で"), ("서울", "에서"), ("กรุง", "เทพ"), ("😀", "😀"),
        ("😀", "Zoë"),
    ],
)  # fmt: skip
def test_a_cut_goes_between_words(before: str, after: str) -> None:
    assert not cuts_a_word(before + after, len(before))
