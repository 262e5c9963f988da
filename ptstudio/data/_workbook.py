"""The first sheet of an Excel file as a table, streamed row by row; it does not know what the columns mean."""

import warnings
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from ptstudio.core.errors import DatasetError
from ptstudio.data._merged_cells import MergedCells
from ptstudio.data._sheets import sheets
from ptstudio.data._table_row import BadRow, Row, Table, as_text, unique_names, used_width

SUFFIXES = (".xlsx", ".xlsm")
_BROKEN = (zipfile.BadZipFile, zlib.error, ExpatError, SyntaxError, EOFError, KeyError, ValueError, TypeError)


def is_workbook_name(path: Path) -> bool:
    """Whether a file of this name should be an Excel file that can be read here."""
    return path.suffix.lower() in SUFFIXES


def open_workbook(path: Path, is_header: Callable[[list[str]], bool]) -> Table:
    """Open the first sheet; the first row with anything in it names the columns where `is_header` says so.

    A formula gives the value that Excel last worked out. Raises OSError, and DatasetError for a damaged file.
    """
    with closing(_rows(path)) as found:
        first = next((row for row in found if any(row.cells)), None)
    if first is None:
        return Table((), lambda: iter(()), remark=_remark(path))
    has_header, width = is_header(list(first.cells)), used_width(first.cells)
    columns = unique_names(first.cells[:width] if has_header else [""] * width)

    def rows() -> Iterator[Row | BadRow]:
        for row in _rows(path):
            if row.number >= first.number + has_header and (any(row.cells) or row.errors):
                yield _fitted(row, width)

    return Table(columns, rows, _Emptiness(path).why, remark=_remark(path))


def _remark(path: Path) -> str:
    """Which sheet is read, where there are several."""
    with _explained(path):
        found = sheets(path)
    return f"; of its {len(found)} sheets only the first, “{found[0].title}”, is read" if len(found) > 1 else ""


class _Emptiness:
    """Why cells are empty: nothing of it is looked up before it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._merged: MergedCells | None = None
        self._formulas: Iterator[Row] = iter(())
        self._row = Row(0, ())

    def why(self, row: Row, place: int) -> BadRow | None:
        """Because it holds an error, is merged with one above or beside it, or its formula was never worked out."""
        error = dict(row.errors).get(place)
        if error:
            return BadRow(
                row.number,
                f"A cell of this row holds the error “{error}”, which counts as empty.",
                "Put right what the cell is worked out from, or write a value into it.",
                "error-cell",
            )
        if self._merged is None:
            self._merged = MergedCells(self._path)
        origin = self._merged.origin(row.number, place)
        if origin:
            return BadRow(
                row.number,
                f"A cell of this row is merged with others, so that only {origin} holds their content; this one is "
                "empty.",
                "Take the merged cells apart in Excel and fill in every row.",
                "merged-cell",
            )
        formula = self._row_of_formulas(row.number)
        if place < len(formula.cells) and formula.cells[place].startswith("="):
            return BadRow(
                row.number,
                "A cell of this row holds a formula whose result was never saved in the file.",
                "Open the file in Excel or LibreOffice and save it again, or put the values in place of the formulas.",
                "empty-formula",
            )
        return None

    def _row_of_formulas(self, number: int) -> Row:
        """The sheet is read a second time, beside the first, from where an empty cell was met."""
        if number < self._row.number or not self._row.number:
            self._formulas = _rows(self._path, has_formulas=True)
            self._row = Row(0, ())
        while self._row.number < number:
            self._row = next(self._formulas, Row(number, ()))
        return self._row


def _rows(path: Path, has_formulas: bool = False) -> Generator[Row, None, None]:
    """Every row that the sheet mentions, with its formulas or with their values."""
    with _explained(path), closing(_workbook(path, has_formulas)) as book:
        if not book.worksheets:
            return
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # programs that are not Excel often write a wrong size
        for number, cells in enumerate(sheet.iter_rows(min_row=1, min_col=1), start=1):
            errors = tuple((place, str(cell.value)) for place, cell in enumerate(cells) if cell.data_type == "e")
            yield Row(number, tuple(_cell_text(cell) for cell in cells), errors)


def _cell_text(cell: Any) -> str:
    """What stands in a cell as people see it: nothing for an error, no time for a date without one."""
    if cell.data_type == "e":
        return ""
    is_date = isinstance(cell.value, datetime) and cell.value.time() == time()
    return cell.value.date().isoformat() if is_date else as_text(cell.value)


def _workbook(path: Path, has_formulas: bool) -> Any:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and the like, which are not read
        return load_workbook(path, read_only=True, data_only=not has_formulas, keep_links=False)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        yield
    except (*_BROKEN, InvalidFileException) as error:
        raise DatasetError(
            f"“{path.name}” is not an Excel file (.xlsx), has a password, or is damaged.",
            "Open it in Excel or LibreOffice and save it anew as .xlsx without a password, or as CSV.",
        ) from error


def _fitted(row: Row, width: int) -> Row | BadRow:
    used = used_width(row.cells)
    if used > width:
        return BadRow(
            row.number,
            f"This row has {used} cells, but the table has {width} columns.",
            "Remove what stands beside the table, or give every column a name in the first row.",
        )
    return Row(row.number, row.cells[:width] + ("",) * (width - len(row.cells)), row.errors)
