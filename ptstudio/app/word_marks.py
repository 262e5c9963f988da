"""Where in a text the words stand that counted for an answer, as Qt counts; knows no colour and no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ptstudio.core.prediction import FoundSpan, WordWeights

MOST_NAMED = 5
"""How many words are read aloud: those that counted most."""
_LARGEST_UNIT = 0xFFFF
_SEPARATORS = {0xFDD0: 0xFFFD, 0xFDD1: 0xFFFD}
"""What Qt takes for the bounds of a frame in a text document."""


@dataclass(frozen=True)
class Mark:
    """A word from `start` to `end`, in UTF-16 units; `weight` is −1 (all against the answer) to 1 (all for it)."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class ClassMark:
    """A place of a class from `start` to `end`, in UTF-16 units."""

    start: int
    end: int
    label: str


def class_marks(text: str, spans: Sequence[FoundSpan]) -> list[ClassMark]:
    """The marks of places that are counted in Python's characters."""
    at = _places(text)
    inside = (span for span in spans if 0 <= span.start < span.end <= len(text))
    return [ClassMark(at[span.start], at[span.end], span.label) for span in inside]


def marks_of(weights: WordWeights, number: int, text: str) -> list[Mark]:
    """The marks for one of the texts, whose words are counted in Python's characters; those that count nothing have
    none.
    """
    places = _places(text)
    found = (word for word in weights.words if word.text == number and word.weight)
    return [
        Mark(places[word.start], places[word.end], word.weight)
        for word in found
        if 0 <= word.start < word.end <= len(text)
    ]


def shown(text: str) -> str:
    """The text as a text document holds it with every character in its place: it would make one of two at the end of
    a line as Windows writes it.
    """
    held = text.replace("\r\n", " \n").translate(_SEPARATORS)
    return "".join("\ufffd" if 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in held)


def strongest(weights: WordWeights, texts: Sequence[str], sign: int) -> list[str]:
    """The words that counted most for (1) or against (−1) the answer, each once."""
    of_sign = [word for word in weights.words if word.weight * sign > 0 and word.text < len(texts)]
    of_sign.sort(key=lambda word: -abs(word.weight))
    return list(dict.fromkeys(texts[word.text][word.start : word.end] for word in of_sign))[:MOST_NAMED]


def _places(text: str) -> Sequence[int]:
    """Where each character begins, and the text ends, in UTF-16 units."""
    if text.isascii():
        return range(len(text) + 1)
    return list(accumulate((2 if ord(letter) > _LARGEST_UNIT else 1 for letter in text), initial=0))
