"""Reading CSV and TSV files as programs really write them; it does not know what their columns mean."""

import csv
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from ptstudio.core.dataset import Written
from ptstudio.data._csv_records import Dialect, cut, records
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._table_row import BadRow, Row, Table, unique_names, used_width

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLED_ROWS = 50
AS_GUESSED = Written()
NO_QUOTE = "none"
_LONGEST_LINE = 2**20


def open_delimited(
    path: Path, is_header: Callable[[list[str]], bool], is_mixed: bool = True, written: Written = AS_GUESSED
) -> Table:
    """Find out how the file is written; `is_header` says whether the first row names the columns.

    Where it may be mixed, a row that does not fit is tried with other delimiters. What `written` says is not guessed.
    Raises OSError.
    """
    dialect = _dialect(path, written)
    first = next((row for row in records(path, dialect) if isinstance(row, Row) and any(row.cells)), None)
    if first is None:
        return Table((), lambda: iter(()))
    has_header = is_header(list(first.cells))
    width = used_width(first.cells)
    columns = unique_names(first.cells[:width] if has_header else [""] * width)

    def rows() -> Iterator[Row | BadRow]:
        for row in records(path, dialect):
            if row.number > first.number or (row.number == first.number and not has_header):
                yield from _fitted(row, width, dialect if is_mixed else None)

    return Table(columns, rows, delimiter=dialect.delimiter, quote=dialect.quote or NO_QUOTE)


def _dialect(path: Path, written: Written) -> Dialect:
    """As it is said; else the delimiter that cuts the first rows most evenly, and into most cells."""
    encoding = text_encoding(path)
    with open_text(path, encoding, newline="") as file:
        some = itertools.islice(iter(lambda: file.readline(_LONGEST_LINE), ""), _SAMPLED_ROWS)
        lines = [line for line in some if line.strip()]
    quote = "'" if lines and all(line.lstrip().startswith("'") for line in lines) else '"'
    if written.quote:
        quote = "" if written.quote == NO_QUOTE else written.quote
    delimiters = (written.delimiter,) if written.delimiter else _DELIMITERS
    dialects = [Dialect(encoding, delimiter, quote) for delimiter in delimiters]
    return max(dialects, key=lambda dialect: _evenness(lines, dialect))


def _evenness(lines: list[str], dialect: Dialect) -> tuple[int, int]:
    try:
        widths = [len(row) for row in cut(lines, dialect)]
    except csv.Error:
        return 0, 0
    if not widths or widths[0] < 2:
        return 0, 0
    return sum(width == widths[0] for width in widths), widths[0]


def _fitted(row: Row | BadRow, width: int, dialect: Dialect | None) -> Iterator[Row | BadRow]:
    """Cut or fill a row to the table's width; rows that another program appended may have another delimiter.

    Without a dialect they are not tried with others: a prose text holds any of them.
    """
    if isinstance(row, BadRow):
        yield row
        return
    cells = row.cells
    if len(cells) > width:
        cells = cells[: max(width, used_width(cells))]
    if not any(cells):
        return
    if len(cells) != width and dialect:
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
        if delimiter != dialect.delimiter and line.count(delimiter) >= width - 1 and not re.search(r"[\r\n]", line):
            other = next(cut([line], replace(dialect, delimiter=delimiter)))
            if len(other) == width:
                return tuple(other)
    return None
