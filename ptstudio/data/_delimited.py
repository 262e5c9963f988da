"""Reading CSV and TSV files as programs really write them; it does not know what their columns mean."""

import codecs
import csv
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ptstudio.data._table_row import BadRow, Row, Table, unique_names

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLED_ROWS = 50
_CHUNK = 2**20


@dataclass(frozen=True)
class Dialect:
    """How a file is written."""

    encoding: str
    delimiter: str
    quote: str


def text_encoding(path: Path) -> str:
    """The encoding of a text file: by its byte order mark, else UTF-8 if all of it is, else as Windows wrote it.

    The whole file is looked at, a piece at a time: the first odd letter may stand in the last row.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return "utf-16-be"
    return next((name for name in ("utf-8", "cp1252") if _decodes(path, name)), "latin-1")


def open_delimited(path: Path, is_header: Callable[[list[str]], bool]) -> Table:
    """Find out how the file is written; `is_header` says whether the first row names the columns.

    Raises OSError.
    """
    dialect = _dialect(path)
    first = next((row for row in _records(path, dialect) if isinstance(row, Row) and any(row.cells)), None)
    if first is None:
        return Table((), lambda: iter(()))
    has_header = is_header(list(first.cells))
    width = _width(first.cells)
    columns = unique_names(first.cells[:width] if has_header else [""] * width)

    def rows() -> Iterator[Row | BadRow]:
        for row in _records(path, dialect):
            if row.number > first.number or (row.number == first.number and not has_header):
                yield from _fitted(row, width, dialect)

    return Table(columns, rows)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _dialect(path: Path) -> Dialect:
    """The delimiter that cuts the first rows most evenly, and into most cells."""
    encoding = text_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line for line in itertools.islice(file, _SAMPLED_ROWS) if line.strip()]
    quote = "'" if lines and all(line.lstrip().startswith("'") for line in lines) else '"'
    best = max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter, quote))
    return Dialect(encoding, best, quote)


def _evenness(lines: list[str], delimiter: str, quote: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True)]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]


def _records(path: Path, dialect: Dialect) -> Iterator[Row | BadRow]:
    """Every record, blank ones too, so that the numbers are those a spreadsheet shows."""
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True)
        for number in itertools.count(1):
            try:
                yield Row(number, tuple(next(reader)))
            except StopIteration:
                return
            except csv.Error:
                yield BadRow(
                    number,
                    "This row, and perhaps some after it, cannot be read: a quotation mark is opened and never closed.",
                    "Close the quotation mark in the table, then import again.",
                )


def _fitted(row: Row | BadRow, width: int, dialect: Dialect) -> Iterator[Row | BadRow]:
    """Cut or fill a row to the table's width; rows that another program appended may have another delimiter."""
    if isinstance(row, BadRow):
        yield row
        return
    cells = row.cells[: max(width, _width(row.cells))]
    if not any(cells):
        return
    if len(cells) != width:
        cells = _cut_otherwise(cells, width, dialect) or cells
    if len(cells) <= width:
        yield Row(row.number, cells + ("",) * (width - len(cells)))
    else:
        yield BadRow(
            row.number,
            f"This row has {len(cells)} cells, but the table has {width} columns.",
            "If a text holds the separator, put the text in quotation marks.",
        )


def _cut_otherwise(cells: tuple[str, ...], width: int, dialect: Dialect) -> tuple[str, ...] | None:
    line = dialect.delimiter.join(cells)
    for delimiter in _DELIMITERS:
        if delimiter != dialect.delimiter and line.count(delimiter) >= width - 1:
            other = next(csv.reader([line], delimiter=delimiter, quotechar=dialect.quote, skipinitialspace=True))
            if len(other) == width:
                return tuple(other)
    return None


def _width(cells: tuple[str, ...]) -> int:
    """The number of cells up to the last that is not empty."""
    return max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
