"""The objects of a JSON Lines file or of a JSON array, one by one, however many there are; not what they mean."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO, TypeAlias

from ptstudio.data._csv_records import LARGEST_CELL
from ptstudio.data._encoding import open_text
from ptstudio.data._table_row import BadRow
from ptstudio.data._text_lines import TooLongLine, text_lines

Json: TypeAlias = Any
"""Whatever JSON may hold."""
_PIECE = 2**16
_LONGEST = 8 * LARGEST_CELL
_BETWEEN = re.compile(r"[\s,]*")
# Programs leave line ends and zero bytes in texts, which JSON forbids and which do no harm.
_DECODER = json.JSONDecoder(strict=False)


class Record(NamedTuple):
    """An object; `row` is its line, or its place in an array, from 1."""

    row: int
    content: dict[str, Json]


def json_records(path: Path, encoding: str) -> Iterator[Record | BadRow]:
    """Every object, and what else there is. Raises OSError."""
    with open_text(path, encoding) as file:
        beginning = file.read(_PIECE)
        if beginning.lstrip().startswith("["):
            yield from _elements(beginning[beginning.index("[") + 1 :], file)
            return
    yield from _lines(path, encoding)


def _lines(path: Path, encoding: str) -> Iterator[Record | BadRow]:
    for row, line in text_lines(path, encoding, keeps_zeros=True):
        if isinstance(line, TooLongLine):
            yield BadRow(row, line.reason, line.remedy, "too-large")
        elif line.strip():
            try:
                yield _record(row, _DECODER.decode(line))
            except (ValueError, RecursionError):
                yield BadRow(row, "This line is no JSON.", "Write each text with its marks as an object on one line.")


def _elements(buffer: str, file: TextIO) -> Iterator[Record | BadRow]:
    """Of an array, the opening bracket of which was taken off; where one is broken, no other can be found behind it."""
    row, place = 1, 0
    while True:
        place = _between(buffer, place)
        if buffer.startswith("]", place):
            return
        try:
            content, place = _DECODER.raw_decode(buffer, place)
            yield _record(row, content)
            row += 1
        except (ValueError, RecursionError):
            buffer = buffer[place:]
            more = file.read(max(len(buffer), _PIECE)) if len(buffer) < _LONGEST else ""
            if not more:
                yield _broken_off(row)
                return
            buffer, place = buffer + more, 0


def _between(buffer: str, place: int) -> int:
    """The end of the white space and the comma that begin there."""
    space = _BETWEEN.match(buffer, place)
    return space.end() if space else place


def _record(row: int, content: Json) -> Record | BadRow:
    if isinstance(content, dict):
        return Record(row, content)
    return BadRow(row, "This is not a JSON object.", 'Write each text with its marks as an object, like {"text": …}.')


def _broken_off(row: int) -> BadRow:
    return BadRow(
        row,
        f"Text number {row:,} of this file cannot be read, nor can any that follow: it is no JSON, is cut off, or has "
        f"more than {_LONGEST:,} letters.",
        "Export the data again.",
    )
