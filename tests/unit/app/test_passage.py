"""Texts and pairs of texts."""

from ptstudio.app.passage import LOOKED_AT, Passage


def test_a_passage_has_one_text_or_two() -> None:
    assert Passage.of({"text": "one", "pair": None}) == Passage("one")
    assert Passage("one").texts == ("one",)
    assert Passage("one", "two").texts == ("one", "two")
    assert Passage("one", "two").row == {"text": "one", "pair": "two"}


def test_an_opening_is_on_one_line_and_looks_at_no_whole_book() -> None:
    assert Passage("  one\r\n\ttwo ", "three\nfour").openings == ("one two", "three four")
    assert len(Passage("a" * 10_000_000).openings[0]) == LOOKED_AT


def test_a_long_passage_can_be_shortened() -> None:
    assert Passage("abc", "de").shortened(2) == Passage("ab", "de")
    short = Passage("abc")
    assert short.shortened(3) is short
