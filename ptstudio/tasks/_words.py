"""The words of a text, in any script, and the tokens at which they begin; knows nothing of what is said of them.

A run of letters, digits and marks is a word; a sign is one by itself, and so is every letter of a script that sets no
spaces, as nobody can tell there where a word ends without knowing the language.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Encoding

WITHOUT_SPACES = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
"""Thai and Lao, Burmese, Khmer, Kana, Han in its blocks; Hangul, whose words carry their particles with them."""


class Word(NamedTuple):
    """A word from the character `start` to the one before `end`, and its first token."""

    start: int
    end: int
    token: int


def places(text: str) -> list[tuple[int, int]]:
    """Where each word starts and ends, in characters."""
    found: list[tuple[int, int]] = []
    is_open = False
    for place, letter in enumerate(text):
        is_mark = unicodedata.category(letter)[0] == "M"
        if (is_mark and found and found[-1][1] == place) or (is_open and _goes_on(letter)):
            found[-1] = (found[-1][0], place + 1)
            continue
        if not letter.isspace():
            found.append((place, place + 1))
        is_open = _goes_on(letter)
    return found


def _goes_on(letter: str) -> bool:
    """Whether the letters beside it belong to the same word."""
    return (letter.isalnum() or letter == "_") and not any(low <= ord(letter) <= high for low, high in WITHOUT_SPACES)


def read_words(found: Encoding, words_at: Sequence[tuple[int, int]]) -> list[Word]:
    """Of words, told by their `places`, those of which the network gets to read something; one that shares its first
    token with the word before it is taken as a part of that.
    """
    starts: list[tuple[int, int, int]] = [
        (start, end, token)
        for token, (part, (start, end)) in enumerate(zip(found.sequence_ids, found.offsets, strict=True))
        if part == 0 and start < end
    ]
    words: list[Word] = []
    at = 0
    first = bisect_right(words_at, starts[0][0], key=lambda place: place[1]) if starts else 0
    for start, end in islice(words_at, first, None):
        while at < len(starts) and starts[at][1] <= start:
            at += 1
        if at == len(starts):
            break
        token = starts[at][2]
        if starts[at][0] >= end:
            continue
        if words and words[-1].token == token:
            words[-1] = words[-1]._replace(end=end)
        else:
            words.append(Word(start, end, token))
    return words


def edges(words: Sequence[Word], tokens: int) -> list[tuple[int, int]]:
    """For each token the start and the end of the word that begins at it; twice 0 where none does."""
    found = [(0, 0)] * tokens
    for word in words:
        found[word.token] = (word.start, word.end)
    return found
