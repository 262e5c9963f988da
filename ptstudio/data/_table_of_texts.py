"""Opening a table of any kind whose cells hold texts, and its first rows for people; knows no classes."""

from collections.abc import Sequence
from pathlib import Path

from ptstudio.core.dataset import Written
from ptstudio.core.errors import DatasetError
from ptstudio.data._delimited import AS_GUESSED
from ptstudio.data._encoding import Encoding, detect
from ptstudio.data._mapped_rows import first_rows
from ptstudio.data._table import TABLE_SUFFIXES, Table, is_table_name, is_text_table, open_table
from ptstudio.data._text import snippet
from ptstudio.data._text_columns import is_content_after_all, is_header
from ptstudio.data._workbook import SUFFIXES as WORKBOOK_SUFFIXES
from ptstudio.data._workbook import is_workbook_name

SUFFIXES = (*TABLE_SUFFIXES, *WORKBOOK_SUFFIXES)
_ROWS_SHOWN = 10
_LETTERS_SHOWN = 300


def is_table_of_texts(path: Path) -> bool:
    """Whether a file of this name should be a table that may hold texts."""
    return is_table_name(path) or is_workbook_name(path)


def open_table_of_texts(path: Path, written: Written = AS_GUESSED) -> Table:
    """Open a table, its first row taken for names unless it reads like the rows below. Raises DatasetError."""
    if not encoding_of_table(path).is_text:
        raise DatasetError(
            f"“{path.name}” is named like a table, but holds no text.",
            "Save the table as CSV again; an Excel file must keep its ending “.xlsx”.",
        )
    table = open_table(path, is_header, is_mixed=False, written=written)
    if is_content_after_all(table.columns, [row.cells for row in first_rows(table)]):
        return open_table(path, lambda _: False, is_mixed=False, written=written)
    return table


def encoding_of_table(path: Path) -> Encoding:
    """How a table of text is written; what cannot be read is told once it is opened."""
    try:
        return detect(path) if is_text_table(path) else Encoding("utf-8")
    except OSError:
        return Encoding("utf-8")


def shown_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The first rows, no cell of them longer than people look at."""
    return tuple(tuple(snippet(cell, _LETTERS_SHOWN) for cell in cells) for cells in rows[:_ROWS_SHOWN])
