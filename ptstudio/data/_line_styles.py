"""The ways in which a line of plain text holds a text and its label; it knows no file."""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ptstudio.data._text_columns import known_names

_MOST_LABELS = 200
_MOST_PLAIN_LABELS = 20
_NEARLY_ALL = 0.98
_PREFIX = "__label__"
_LABEL_SHAPES = (
    r"[+-]?\d{1,3}[:,.]?",
    r"\S*\w[:_]\w\S*:?",
    r"\S+:",
    r"[A-Z][A-Z0-9_-]+",
    r"\[[^\]]+\]",
)
_BEGINS_A_SENTENCE = re.compile(
    "a|an|and|are|as|at|but|by|can|could|did|do|does|for|from|had|has|have|he|how|i|i'm|if|in|is|it|it's|its|just|my|no"
    "|not|of|on|or|our|she|so|some|that|the|their|there|these|they|this|to|was|we|what|when|where|which|who|why|will"
    "|with|would|you|your",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """What a line holds: its text and its labels, the first of which counts; either may be empty."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class LineStyle(ABC):
    """One way to write a line, how sure it is, and in words."""

    in_words: ClassVar[str]
    confidence: float

    @abstractmethod
    def parts(self, line: str) -> Line:
        """Take a line that is not blank apart."""

    def is_header(self, line: str) -> bool:
        """Whether a first line only names the parts of the others."""
        del line
        return False


class _FastText(LineStyle):
    in_words = "lines that begin with “__label__” and the class, as fastText reads them"

    def parts(self, line: str) -> Line:
        words = line.split()
        labels = dict.fromkeys(word[len(_PREFIX) :] for word in words if word.startswith(_PREFIX))
        text = re.sub(rf"(^|\s){_PREFIX}\S+(\s+,(?=\s))?", " ", line)
        return Line(text.strip(" ,\t"), tuple(label for label in labels if label))


@dataclass(frozen=True)
class _Tabbed(LineStyle):
    is_label_first: bool

    in_words = "lines with a class and a text, a tab between them"

    def parts(self, line: str) -> Line:
        if "\t" not in line:
            return Line(line.strip(), ())
        label, _, text = line.partition("\t") if self.is_label_first else line.rpartition("\t")[::-1]
        return Line(text.strip(), (label.strip(),) if label.strip() else ())

    def is_header(self, line: str) -> bool:
        return known_names(line.split("\t")) > 1


@dataclass(frozen=True)
class _FirstWord(LineStyle):
    """`shape` is the pattern that the labels share."""

    shape: str

    in_words = "lines whose first word is the class"

    def parts(self, line: str) -> Line:
        first, *rest = line.split(maxsplit=1)
        if not re.fullmatch(self.shape, first):
            return Line(line.strip(), ())
        return Line(rest[0].strip() if rest else "", (first.strip("[]").rstrip(":,."),))


def line_style(lines: Sequence[str]) -> LineStyle | None:
    """How the first lines of a file, blank ones left out, are written; None where they hold no labels."""
    if not lines:
        return None
    if sum(_PREFIX in line for line in lines) * 2 > len(lines):
        return _FastText(0.97)
    return _tabbed(lines) or _first_word(lines)


def _tabbed(lines: Sequence[str]) -> LineStyle | None:
    """The label is the side of the tab with fewer different words; the shorter where both have as many."""
    if sum("\t" in line for line in lines) < _NEARLY_ALL * len(lines):
        return None
    sides = {}
    for is_first in (True, False):
        style = _Tabbed(0.9, is_first)
        labels = ["".join(style.parts(line).labels) for line in lines if not style.is_header(line)]
        sides[is_first] = (len(set(labels)), sum(map(len, labels)))
    is_first = sides[True] <= sides[False]
    different = sides[is_first][0]
    return _Tabbed(0.9 if different <= min(_MOST_LABELS, len(lines) // 2) else 0.4, is_first)


def _first_word(lines: Sequence[str]) -> LineStyle | None:
    words = [line.split(maxsplit=1) for line in lines]
    counts = Counter(first for first, *_ in words)
    if len(counts) < 2 or sum(len(parts) > 1 for parts in words) < _NEARLY_ALL * len(lines):
        return None
    is_small = len(counts) <= _MOST_LABELS and len(counts) * 2 <= len(lines)
    for shape in _LABEL_SHAPES:
        fitting = sum(count for word, count in counts.items() if re.fullmatch(shape, word))
        if is_small and fitting >= _NEARLY_ALL * len(lines):
            return _FirstWord(0.8, shape)
    come_again = len(counts) <= min(_MOST_PLAIN_LABELS, len(lines) // 5)
    if come_again and not any(_BEGINS_A_SENTENCE.fullmatch(word.strip(",.")) for word in counts):
        return _FirstWord(0.6, r"\S+")
    return None
