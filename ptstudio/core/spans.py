"""Marked places in a text, each of a class; the characters are Python's, so that no script or emoji shifts them."""

from bisect import bisect
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """From the character `start` to the one before `end`."""

    start: int
    end: int
    label: str

    def of(self, text: str) -> str:
        """What it marks."""
        return text[self.start : self.end]


def trimmed(span: Span, text: str) -> Span:
    """The same without white space at its edges; empty where it marks nothing else."""
    marked = span.of(text)
    start = span.start + len(marked) - len(marked.lstrip())
    return span._replace(start=start, end=start + len(marked.strip()))


def apart(spans: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Those that leave each other room, sorted, and those that do not: of two that overlap the longer one stays, of two
    as long the one further left. None may be empty; of one that is there twice nothing is left over.
    """
    kept: list[Span] = []
    left_over: list[Span] = []
    for span in sorted(dict.fromkeys(spans), key=lambda span: (span.start - span.end, span.start)):
        place = bisect(kept, span.start, key=lambda other: other.start)
        if (place and kept[place - 1].end > span.start) or (place < len(kept) and kept[place].start < span.end):
            left_over.append(span)
        else:
            kept.insert(place, span)
    return tuple(kept), tuple(sorted(left_over))
