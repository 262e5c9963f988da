"""The rows of a table whose columns are known, field by field; it does not know what makes a sample of them."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Counted, Finding, Split
from ptstudio.data._split_names import named_split
from ptstudio.data._table import BadRow, Row, Table

_ROWS_FOR_GUESSING = 500
_CELLS_FOR_GUESSING = 500_000


@dataclass(frozen=True)
class MappedRow:
    """A row's cells by field, as the table has them, with the split and the group that it names."""

    row: Row
    cells: Mapping[str, str]
    split: Split | None
    group: str | None


def first_rows(table: Table) -> list[Row]:
    """As many of the first good rows as columns are guessed by."""
    most = max(20, min(_ROWS_FOR_GUESSING, _CELLS_FOR_GUESSING // max(len(table.columns), 1)))
    return [row for row in itertools.islice(table.rows(), most) if isinstance(row, Row)]


def mapped_rows(path: Path, table: Table, mapping: Mapping[str, str]) -> Iterator[MappedRow | Finding]:
    """Stream the rows of the table at `path`, and a finding for each bad row and each split of an unknown name."""
    places = {field: table.columns.index(column) for field, column in mapping.items()}
    odd_splits: set[str] = set()
    for row in table.rows():
        if isinstance(row, BadRow):
            yield row_finding(path, row.kind, row.number, row.reason, row.remedy)
            continue
        cells = {field: row.cells[place] for field, place in places.items()}
        said = cells.get("split", "").strip()
        split = named_split(said)
        if said and not split and said not in odd_splits:
            odd_splits.add(said)
            yield unknown_split(path, row.number, said)
        yield MappedRow(row, cells, split, cells.get("group", "").strip() or None)


def why_empty(path: Path, table: Table, row: Row, columns: Iterable[str]) -> Finding | None:
    """Why one of these cells is empty, where the table at `path` tells; such a row is left out."""
    for place in map(table.columns.index, columns):
        why = None if row.cells[place] else table.why_empty(row, place)
        if why:
            return row_finding(path, why.kind, row.number, why.reason, why.remedy)
    return None


def row_finding(
    path: Path, kind: str, number: int | None, reason: str, remedy: str, row_is: Counted = "row"
) -> Finding:
    """Why the row of this number, or all of the file, is left out."""
    return Finding(kind=kind, severity="error", path=str(path), row=number, row_is=row_is, reason=reason, remedy=remedy)


def row_note(path: Path, kind: str, number: int | None, reason: str, remedy: str, row_is: Counted = "row") -> Finding:
    """What a person should know of the row of this number, or of the file, which is used all the same."""
    found = row_finding(path, kind, number, reason, remedy, row_is)
    return found.model_copy(update={"severity": "warning"})


def unknown_split(path: Path, number: int, said: str) -> Finding:
    """A row says that it belongs to a split that nobody knows."""
    return row_note(
        path,
        "unknown-split",
        number,
        f"“{said}” is no split that is known; samples marked so are divided like those without a split.",
        "Write “train”, “validation” or “test”.",
    )
