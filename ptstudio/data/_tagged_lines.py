"""Plain text files with a word and its tag on each line: their columns, their sentences; not what the tags mean."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.data._text_lines import TooLongLine, text_lines

_DOCUMENT = "-DOCSTART-"
_NEW_DOCUMENT = re.compile(rf"{_DOCUMENT}|# newdoc\b")
_MOST_WORDS = 50_000
_ENDLESS = TooLongLine(
    f"Here are more than {_MOST_WORDS:,} lines without a blank one, and they cannot be read.",
    "Put a blank line between two sentences.",
)


@dataclass(frozen=True)
class Columns:
    """How many a line has, and whether tabs or spaces divide them; the word is in the first, its tag in the last."""

    count: int
    is_tabbed: bool

    def cells(self, line: str) -> list[str]:
        """A line taken apart, without zero bytes."""
        plain = line.replace("\0", "")
        cells = plain.rstrip().split("\t") if self.is_tabbed else re.split(r"[ \t]+", plain.strip(" \t"))
        return [cell.strip() for cell in cells]


@dataclass
class Sentence:
    """Lines that no blank one divides, each with its number; `document` counts from 1, where the file marks any."""

    document: int
    lines: list[tuple[int, str | TooLongLine]] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Where it begins."""
        return self.lines[0][0]


def sentences(path: Path, encoding: str, is_aside: Callable[[int, str], bool]) -> Iterator[Sentence]:
    """The sentences of a file, one by one; a line that `is_aside`, by its number and itself, is part of none.

    Raises OSError.
    """
    here = Sentence(0)
    for number, line in text_lines(path, encoding, keeps_zeros=True):
        if isinstance(line, str) and is_between(line):
            if here.lines:
                yield here
            here = Sentence(here.document)
        elif len(here.lines) <= _MOST_WORDS and (isinstance(line, TooLongLine) or not is_aside(number, line)):
            here.lines.append((number, line if len(here.lines) < _MOST_WORDS else _ENDLESS))
        here.document += isinstance(line, str) and bool(_NEW_DOCUMENT.match(line))
    if here.lines:
        yield here


def is_between(line: str) -> bool:
    """Whether a line divides sentences: a blank one, though it may hold white space, or the beginning of a document."""
    return line.startswith(_DOCUMENT) or not line.replace("\0", "").strip()
