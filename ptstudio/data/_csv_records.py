"""The records of a CSV file, one by one, past whatever is broken in it; it does not know how wide the table is."""

import csv
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ptstudio.data._encoding import open_text
from ptstudio.data._table_row import BadRow, Row

LARGEST_CELL = 1_000_000
"""Letters; a text of this length has the size of a thick book."""
_LONGEST_LINE = 4 * LARGEST_CELL
_NEVER_CLOSED = "a quotation mark is opened and never closed"
_CLOSE_IT = "Close the quotation mark in the table, then import again."

# Python's own limit is a book's chapter, and what goes beyond it breaks off the reading of the whole file.
csv.field_size_limit(LARGEST_CELL)


@dataclass(frozen=True)
class Dialect:
    """How a file is written; `quote` is empty where marks are letters like others."""

    encoding: str
    delimiter: str
    quote: str


def cut(lines: Iterable[str], dialect: Dialect, is_strict: bool = False) -> Iterator[list[str]]:
    """The cells of each record. Raises csv.Error while iterated."""
    if not dialect.quote:
        return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE, skipinitialspace=True)
    return csv.reader(
        lines, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True, strict=is_strict
    )


def records(path: Path, dialect: Dialect) -> Iterator[Row | BadRow]:
    """Every record, blank ones too, so that the numbers are those a spreadsheet shows. Raises OSError.

    Where a quotation mark is never closed, only the line it stands in is lost.
    """
    with open_text(path, dialect.encoding, newline="") as file:
        lines = _Lines(file)
        reader = cut(lines, dialect, is_strict=True)
        for number in itertools.count(1):
            lines.begin()
            try:
                yield Row(number, tuple(next(reader)))
            except StopIteration:
                return
            except csv.Error as error:
                yield _rescued(number, lines, dialect, "limit" in str(error))
                lines.go_back()


class _Lines:
    """The lines of a file, those of the present record remembered, so that one can go back to its second line."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.is_too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == _LONGEST_LINE and line[-1] not in "\r\n":
            self.is_too_long = True
            self._pass_over_the_rest()
            raise csv.Error
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """The next line begins a record."""
        self.taken = []
        self.is_too_long = False

    def go_back(self) -> None:
        """Give all lines of this record again, but its first."""
        self._again.extendleft(reversed(self.taken[1:]))

    def _pass_over_the_rest(self) -> None:
        while (piece := self._file.readline(_LONGEST_LINE)) and piece[-1] not in "\r\n":
            pass


def _rescued(number: int, lines: _Lines, dialect: Dialect, is_too_large: bool) -> Row | BadRow:
    """What can be made of a record that is not as it should be."""
    if lines.is_too_long:
        return _too_long(number)
    if is_too_large:
        return _too_large(number, len(lines.taken))
    line = lines.taken[0]
    # A line that ends inside of quotation marks makes another that is added part of its cell.
    if len(lines.taken) > 1 or len(list(cut([line, "x"], dialect))) == 1:
        return _unclosed(number)
    return Row(number, tuple(next(cut([line], dialect))))


def _too_long(number: int) -> BadRow:
    return BadRow(
        number,
        f"This row has more than {_LONGEST_LINE:,} letters and cannot be read.",
        "Shorten it, or check that the file is a table at all.",
    )


def _too_large(number: int, lines: int) -> BadRow:
    if lines == 1:
        return BadRow(
            number,
            f"This row has a cell of more than {LARGEST_CELL:,} letters, which is more than can be used.",
            "Shorten the text, or cut it into several.",
        )
    return BadRow(
        number,
        f"This row cannot be read: {_NEVER_CLOSED}, or a cell has more than {LARGEST_CELL:,} letters.",
        _CLOSE_IT,
    )


def _unclosed(number: int) -> BadRow:
    return BadRow(number, f"This row, and perhaps some after it, cannot be read: {_NEVER_CLOSED}.", _CLOSE_IT)
