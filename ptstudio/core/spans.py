"""Marked places in a text, each of a class; the characters are Python's, so that no script or emoji shifts them."""

from typing import NamedTuple


class Span(NamedTuple):
    """From the character `start` to the one before `end`."""

    start: int
    end: int
    label: str
