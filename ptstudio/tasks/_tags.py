"""Marked places as a tag for each word, and back (Ramshaw & Marcus 1995, in the variant known as IOB2).

Tag 0 marks nothing; 2k + 1 begins a place of class k, 2k + 2 goes on with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Edge = tuple[int, int]
TaggedWord = tuple[Edge, int, float]
"""Where a word stands, its most probable tag, and how probable that is (0 to 1)."""


class Marked(NamedTuple):
    """From the character `start` to the one before `end`, the number of its class, and how probable it is (0 to 1)."""

    start: int
    end: int
    kind: int
    probability: float = 1.0


def tags_for(kinds: int) -> int:
    """How many tags there are for so many classes."""
    return 1 + 2 * kinds


def tags_of(words: Sequence[Edge], places: Sequence[Marked]) -> list[int]:
    """The tag of each word, the first of those that overlap it counting; both in the order of the text."""
    tags = [0] * len(words)
    at = 0
    for place in places:
        while at < len(words) and words[at][1] <= place.start:
            at += 1
        first = at
        while at < len(words) and words[at][0] < place.end:
            tags[at] = 2 * place.kind + (1 if at == first else 2)
            at += 1
    return tags


def places_of(words: Sequence[Edge], tags: Sequence[int], probabilities: Sequence[float]) -> list[Marked]:
    """The places that tags mark, each as probable as its least probable word. A tag that goes on with what was not
    begun begins it.
    """
    found: list[Marked] = []
    before = 0
    for (start, end), tag, probability in zip(words, tags, probabilities, strict=True):
        kind = (tag - 1) // 2
        if tag and tag % 2 == 0 and before in (tag, tag - 1):
            last = found[-1]
            found[-1] = Marked(last.start, end, kind, min(last.probability, probability))
        elif tag:
            found.append(Marked(start, end, kind, probability))
        before = tag
    return found
