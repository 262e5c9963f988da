"""Where a long text is cut into parts: at sentences where it can be, else between words, never within a character.

In scripts that set no spaces every letter counts as a word. It knows nothing of what a text is for.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ptstudio.core.spans import Span
from ptstudio.data._word_edges import UNSPACED, cuts_a_word

_OPENING, _CLOSING = "\\[(「『（《〈【〔“‘«‹", "\\])」』）》〉】〕”’»›\"'、，：；,:;"
_STOPS = ".!?…。！？｡．؟۔।॥။።"
_LETTER = f"[{_OPENING}]*{UNSPACED}[{_STOPS}{_CLOSING}]*"
_WORD = re.compile(rf"{_LETTER}|(?:(?!{UNSPACED})\S)+")
_SENTENCE_END = re.compile(f"[{_STOPS}][{_CLOSING}]*$")


class Part(NamedTuple):
    """Of a text the characters from `start` to the one before `end`."""

    start: int
    end: int


def parts_of(text: str, most: int, overlap: int = 0, whole: Iterable[Span] = ()) -> list[Part]:
    """A text in parts of at most `most` words (at least one), each of which begins up to `overlap` words before the end
    of the one before it; one part, where it is not longer.

    No place of `whole` is cut through, even if a part gets longer by that; nor is a word, however long it is.
    """
    if len(text) <= most:
        return [Part(0, len(text))]
    words = _Words(text, most, overlap, whole)
    if len(words) <= most:
        return [Part(0, len(text))]
    parts: list[Part] = []
    first = after = 0
    while True:
        after = words.cut(first, after)
        parts.append(words.part(first, after))
        if after == len(words):
            return parts
        first = words.next_first(first, after)


class _Words:
    """The words of a text by their numbers, and before which of them it may be cut."""

    def __init__(self, text: str, most: int, overlap: int, whole: Iterable[Span]) -> None:
        found = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in found if not cuts_a_word(text, start)]
        self._text, self._most, self._overlap = text, most, overlap
        self._held = _within(self._starts, whole)

    def __len__(self) -> int:
        return len(self._starts)

    def part(self, first: int, after: int) -> Part:
        """From the word `first` to the one before `after`, without the white space behind it."""
        start, end = (self._place(at) for at in (first, after))
        return Part(start, start + len(self._text[start:end].rstrip()))

    def cut(self, first: int, beyond: int) -> int:
        """Before which word, `beyond` a former cut, a part ends that begins with `first`: where a sentence begins if it
        can be, else at white space, else wherever it may be cut.
        """
        last = first + self._most
        if last >= len(self):
            return len(self)
        free = [at for at in range(last, max(first, beyond), -1) if at not in self._held]
        chosen = self._best(self._good(first, free)) or next(iter(free), None)
        return chosen or next((at for at in range(last, len(self)) if at not in self._held), len(self))

    def next_first(self, first: int, after: int) -> int:
        """With which word the part begins that follows one from `first` to before `after`; further on than that."""
        back = [at for at in range(max(first + 1, after - self._overlap), after) if at not in self._held]
        return self._best(back) or after

    def _good(self, first: int, free: Sequence[int]) -> Sequence[int]:
        """Of the places where a part may end those that make parts of some size, the best first: in the middle of what
        two parts can hold, so that the last one is no shred; else as late as can be.
        """
        late = [at for at in free if 2 * (at - first) > self._most]
        middle = (first + len(self)) / 2
        halves = [at for at in free if len(self) - at + self._overlap <= self._most]
        return sorted(halves, key=lambda at: abs(at - middle)) + late

    def _best(self, places: Sequence[int]) -> int | None:
        """The first of these where a sentence begins, else the first with white space before it, else the first."""
        for suits in (self._begins_a_sentence, self._is_spaced):
            if (found := next((at for at in places if suits(at)), None)) is not None:
                return found
        return next(iter(places), None)

    def _begins_a_sentence(self, at: int) -> bool:
        before = self._before(at)
        return "\n" in before[len(before.rstrip()) :] or bool(_SENTENCE_END.search(before.rstrip()))

    def _is_spaced(self, at: int) -> bool:
        return self._text[self._starts[at] - 1].isspace()

    def _before(self, at: int) -> str:
        """The word before one, with what stands between them."""
        return self._text[self._place(at - 1) : self._place(at)]

    def _place(self, at: int) -> int:
        return self._starts[at] if at < len(self) else len(self._text)


def _within(starts: Sequence[int], whole: Iterable[Span]) -> set[int]:
    """The words that begin within a place, so that a cut before them would go through it."""
    return {
        at for place in whole for at in range(bisect_right(starts, place.start), bisect_right(starts, place.end - 1))
    }
