"""Lengths of texts before any model is known."""

import pytest

from ptstudio.app.passage import Passage
from ptstudio.app.text_lengths import TextLengths


def lengths_of(*passages: Passage) -> TextLengths:
    lengths = TextLengths()
    for passage in passages:
        lengths.add(passage)
    return lengths


def test_the_texts_of_a_pair_count_together() -> None:
    lengths = lengths_of(Passage("four"), Passage("seven", "ty"), Passage("x" * 90))
    assert list(lengths.characters) == [4, 7, 90]
    assert (len(lengths), lengths.median, lengths.longest, lengths.total) == (3, 7, 90, 101)


@pytest.mark.parametrize(("text", "tokens"), [("a" * 400, 100), ("я" * 400, 200), ("東" * 400, 300)])
def test_tokens_are_estimated_by_what_a_script_takes_of_memory(text: str, tokens: int) -> None:
    assert lengths_of(Passage(text)).tokens(400) == tokens
    assert lengths_of(Passage("")).tokens(0) == 1
