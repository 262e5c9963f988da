"""A text cut at the places that are marked in it; whoever shows it colours the pieces."""

from collections.abc import Sequence
from typing import NamedTuple

from ptstudio.core.prediction import FoundSpan
from ptstudio.core.sample_classes import ANSWER, NOTHING


class Piece(NamedTuple):
    """A part of a text, and the class of what is marked there; an empty one where nothing is."""

    text: str
    label: str = ""


def pieces(text: str, spans: Sequence[FoundSpan]) -> list[Piece]:
    """The whole text in pieces, in its order. Places beyond its end, which may have been cut off, are left out."""
    found: list[Piece] = []
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < at or span.end > len(text):
            continue
        found += [Piece(text[at : span.start]), Piece(text[span.start : span.end], span.label)]
        at = span.end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def quoted(text: str, spans: Sequence[FoundSpan]) -> str:
    """What is marked, in words: with its class, but for answers, of which there is no other class."""
    marked = [piece for piece in pieces(text, spans) if piece.label]
    said = (piece.text if piece.label == ANSWER else f"{piece.text} ({piece.label})" for piece in marked)
    return "; ".join(said) or NOTHING
