"""Writing the rows of a table with an answer beside each, as CSV: whole or not at all, and never over anything."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ptstudio.core import atomic
from ptstudio.core.errors import InputError, explain_os_error
from ptstudio.core.prediction import Prediction
from ptstudio.data._table_row import BadRow, Row, Table, unique_names

ANSWER_COLUMNS = ("answer", "probability")
_TAB_SUFFIXES = (".tsv", ".tab")
SUFFIXES = (".csv", *_TAB_SUFFIXES)
_ENCODING = "utf-8-sig"
"""Spreadsheets take a table for UTF-8 only where a mark at its beginning says so."""


class AnswersFile:
    """Takes the rows of a table in their order."""

    def __init__(self, path: Path, table: Table, delimiter: str) -> None:
        self._file = path.open("w", encoding=_ENCODING, errors="replace", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)
        self._width = len(table.columns)
        self._writer.writerow(unique_names((*table.columns, *ANSWER_COLUMNS)))

    def write(self, row: Row | BadRow, answer: Prediction | None) -> None:
        """Write a row; one that cannot be read keeps its place as an empty one."""
        cells = row.cells if isinstance(row, Row) else ("",) * self._width
        said = (answer.said, f"{answer.confidence:.4f}") if answer is not None else ("", "")
        self._writer.writerow((*cells, *said))

    def close(self) -> None:
        """Have everything written."""
        self._file.close()


@contextmanager
def new_answers(path: Path, table: Table) -> Iterator[AnswersFile]:
    """A file for the answers to a table, which is there once the block ends well. Cells are divided by tabs where its
    name says so, otherwise as they are in the table itself. Raises InputError, DiskFull, JobFailure.
    """
    refuse_place(path)
    others = "," if table.delimiter == "\t" else table.delimiter
    try:
        with atomic.new_file(path) as temporary:
            made = AnswersFile(temporary, table, "\t" if path.suffix.lower() in _TAB_SUFFIXES else others)
            try:
                yield made
            finally:
                made.close()
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise explain_os_error(error, "answering the table") from error


def refuse_place(path: Path) -> None:
    """Raise InputError where answers cannot be written to this file: something is there, or it is to be no CSV."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"Answers are written as CSV, not as “{path.suffix}”.", "End the name of the file in “.csv”.")
    if path.exists():
        raise _taken(path)


def free_place(table: Path) -> Path:
    """A file beside a table that is not there yet."""
    suffix = table.suffix.lower() if table.suffix.lower() in _TAB_SUFFIXES else ".csv"
    number = 1
    while (place := table.with_name(f"{table.stem}-answers{f'-{number}' if number > 1 else ''}{suffix}")).exists():
        number += 1
    return place


def _taken(path: Path) -> InputError:
    return InputError(f"There is something at “{path}” already.", "Name a new file: nothing is ever written over.")
