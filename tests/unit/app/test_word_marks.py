"""Where marked words stand, as Qt counts."""

import pytest

from ptstudio.app.word_marks import Mark, marks_of, shown, strongest
from ptstudio.core.prediction import WordWeight, WordWeights


def weights(*words: tuple[int, int, float], text: int = 0) -> WordWeights:
    made = tuple(WordWeight(text=text, start=start, end=end, weight=weight) for start, end, weight in words)
    return WordWeights(words=made, method="made up")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    "text", ["good bad", "gu\u0308t schlecht", "🎉👏🏽 good", "👩‍👩‍👧 fine 🏴 end", "سيئ good جيد"]
)
def test_a_word_is_marked_where_it_stands(text: str) -> None:
    for word in text.split():
        start = text.index(word)
        (mark,) = marks_of(weights((start, start + len(word), 0.5)), 0, text)
        encoded = text.encode("utf-16-le")[2 * mark.start : 2 * mark.end]
        assert encoded.decode("utf-16-le") == word


def test_words_that_counted_nothing_or_stand_outside_are_not_marked() -> None:
    assert marks_of(weights((0, 4, 0.0), (2, 90, 1.0), (3, 3, 1.0)), 0, "good bad") == []
    assert marks_of(weights((0, 4, 1.0), text=1), 0, "good bad") == []
    assert marks_of(weights((0, 4, -1.0), text=1), 1, "good bad") == [Mark(0, 4, -1.0)]


@pytest.mark.parametrize("text", ["one\r\ntwo", "one\n\ntwo", "a\ufdd0b", "lone \ud83c here", "🎉\r\n🎉"])
def test_what_is_shown_keeps_every_character_in_its_place(text: str) -> None:
    held = shown(text)
    assert len(held) == len(text)
    assert "\r\n" not in held
    assert units(held) == len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def test_the_strongest_words_are_named_once_each() -> None:
    text = "good bad good worst"
    found = weights((0, 4, 0.2), (5, 8, -0.3), (9, 13, 0.9), (14, 19, -0.9))
    assert strongest(found, [text], 1) == ["good"]
    assert strongest(found, [text], -1) == ["worst", "bad"]
