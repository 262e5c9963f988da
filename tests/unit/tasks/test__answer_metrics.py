"""Answers are compared as SQuAD does it, in any language."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.tasks._answer_metrics import score, words

PHRASES = st.lists(st.sampled_from(("the", "A", "an", "cat", "cat's", "Rome,", "1,000", "(of", "“x”", ".", " "))).map(
    " ".join
)


def of_squad(said: str, answers: list[str]) -> tuple[float, float]:
    """Exact match and F1 as the official script of SQuAD 2.0 counts them; ASCII punctuation and white space only."""

    def plain(text: str) -> list[str]:
        text = "".join(letter for letter in text.lower() if letter not in string.punctuation)
        return re.sub(r"\b(a|an|the)\b", " ", text).split()

    def f1(one: list[str], other: list[str]) -> float:
        if not one or not other:
            return float(one == other)
        same = sum((Counter(one) & Counter(other)).values())
        if not same:
            return 0.0
        precision, recall = same / len(one), same / len(other)
        return 2 * precision * recall / (precision + recall)

    golden = [answer for answer in answers if plain(answer)] or [""]
    exact = max(float(" ".join(plain(said)) == " ".join(plain(answer))) for answer in golden)
    return exact, max(f1(plain(said), plain(answer)) for answer in golden)


@given(PHRASES.map(lambda text: re.sub("[“”]", "", text)), st.lists(PHRASES.map(lambda text: re.sub("[“”]", "", text))))
def test_the_figures_are_those_of_squad(said: str, answers: list[str]) -> None:
    assert score(said, answers) == pytest.approx(of_squad(said, answers))


@pytest.mark.parametrize(
    ("said", "answers", "exact", "f1"),
    [
        ("The Broncos!", ["broncos"], 1, 1),
        ("Denver Broncos", ["Broncos", "the team"], 0, 2 / 3),
        ("", [], 1, 1),
        ("Denver", [], 0, 0),
        ("", ["Denver"], 0, 0),
        ("“Denver”", ["Denver"], 1, 1),
        ("¿Denver?", ["«Denver»"], 1, 1),
        ("北京市", ["北京"], 0, 0.8),
        ("in 北京", ["北京"], 0, 0.8),
    ],
)
def test_every_language_has_words(said: str, answers: list[str], exact: float, f1: float) -> None:
    assert score(said, answers) == pytest.approx((exact, f1))


def test_articles_within_words_stay() -> None:
    assert words("Another theatre, a banana") == ["another", "theatre", "banana"]
