"""Tables in CSV, TSV, JSON Lines, Parquet and Excel files, streamed row by row; it does not know what columns mean."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ptstudio.core.dataset import Written
from ptstudio.core.errors import DatasetError
from ptstudio.data._delimited import AS_GUESSED, open_delimited
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._table_row import BadRow, Row, Table, as_text, unique_names
from ptstudio.data._workbook import is_workbook_name, open_workbook

__all__ = ["TABLE_SUFFIXES", "BadRow", "Row", "Table", "is_table_name", "is_text_table", "open_table"]

_DELIMITED = (".csv", ".tsv", ".tab")
_JSON_LINES = (".jsonl", ".ndjson")
_PARQUET = (".parquet", ".pq")
TABLE_SUFFIXES = (*_DELIMITED, *_JSON_LINES, *_PARQUET)

_ROWS_FOR_COLUMNS = 200
_ROWS_AT_A_TIME = 1_000


def is_table_name(path: Path) -> bool:
    """Whether a file of this name should hold a table of a kind that all formats read, which Excel's is not."""
    return path.suffix.lower() in TABLE_SUFFIXES


def is_text_table(path: Path) -> bool:
    """Whether a table of this name is a text file, whose letters have an encoding."""
    return path.suffix.lower() in (*_DELIMITED, *_JSON_LINES)


def open_table(
    path: Path,
    is_header: Callable[[list[str]], bool] = bool,
    is_mixed: bool = True,
    written: Written = AS_GUESSED,
) -> Table:
    """Open a table and learn its columns; `is_header` tells names of columns from a first row of data.

    Where a CSV file may be mixed, rows that do not fit are tried with other delimiters; what is said of how it is
    `written` is not guessed. Raises DatasetError for a file that is missing, empty or not a table, and for one without
    any row.
    """
    try:
        if path.suffix.lower() in _JSON_LINES:
            table = _open_json_lines(path)
        elif path.suffix.lower() in _PARQUET:
            table = _open_parquet(path)
        elif is_workbook_name(path):
            table = open_workbook(path, is_header)
        else:
            table = open_delimited(path, is_header, is_mixed, written)
        is_empty = next(table.rows(), None) is None
    except OSError as error:
        raise DatasetError(
            f"The table “{path.name}” cannot be read: {error.strerror or error}.",
            "Check that the file is there, that you may read it, and that no other program has locked it.",
        ) from error
    if not table.columns:
        raise DatasetError(
            f"The table “{path.name}” is empty{table.remark}.", "Choose a table with a row for each sample."
        )
    if is_empty:
        raise DatasetError(
            f"The table “{path.name}” has no rows below the names of its columns{table.remark}.",
            "Fill in a row for each sample, or choose another table.",
        )
    return table


def _open_json_lines(path: Path) -> Table:
    encoding = text_encoding(path)
    names: dict[str, None] = {}
    for _, content in itertools.islice(_objects(path, encoding), _ROWS_FOR_COLUMNS):
        if isinstance(content, dict):
            names.update(dict.fromkeys(str(name) for name in content))

    def rows() -> Iterator[Row | BadRow]:
        for number, content in _objects(path, encoding):
            if isinstance(content, dict):
                yield Row(number, tuple(as_text(content.get(name)) for name in names))
            else:
                yield BadRow(
                    number,
                    "This line is not a JSON object.",
                    'Write each line with its columns’ names, like {"label": "cat"}.',
                )

    return Table(tuple(names), rows)


def _objects(path: Path, encoding: str) -> Iterator[tuple[int, object]]:
    """Each line that is not blank, with its number; None where it is not JSON."""
    with open_text(path, encoding) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError):
                    yield number, None


def _open_parquet(path: Path) -> Table:
    import pyarrow.parquet as pq

    with _explained_parquet(path):
        columns = unique_names(pq.read_schema(path).names)

    def rows() -> Iterator[Row | BadRow]:
        number = 0
        with _explained_parquet(path), pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_AT_A_TIME):
                for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield Row(number, tuple(as_text(cell) for cell in cells))

    return Table(columns, rows)


@contextmanager
def _explained_parquet(path: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (FileNotFoundError, PermissionError):
        raise
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(
            f"“{path.name}” is not a Parquet table, or it is damaged.", "Write the table again, or save it as CSV."
        ) from error
