"""A table whose rows a trained model is asked about: which columns hold what is asked; knows no model."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ptstudio.core.errors import ProjectError
from ptstudio.core.project import Project
from ptstudio.data._columns import Field, guess_columns, map_columns
from ptstudio.data._format import TablePreview
from ptstudio.data._mapped_rows import first_rows
from ptstudio.data._revision import is_used, open_table
from ptstudio.data._table_of_texts import open_table_of_texts, shown_rows
from ptstudio.data._table_row import BadRow, Row, Table
from ptstudio.data._text import clean_text

AskedRow: TypeAlias = tuple[Row | BadRow, dict[str, str] | None]
"""A row, and what is asked about it, by field; None for one that cannot be read."""


@dataclass(frozen=True)
class AskedTable:
    """An opened table, and the column that holds each field of what is asked."""

    table: Table
    columns: Mapping[str, str]

    def rows(self) -> Iterator[AskedRow]:
        """Stream every row with what is asked about it."""
        places = {field: self.table.columns.index(column) for field, column in self.columns.items()}
        for row in self.table.rows():
            if isinstance(row, BadRow):
                yield row, None
            else:
                yield row, {field: clean_text(row.cells[place]) for field, place in places.items()}


def learned_fields(fields: Sequence[Field], run: Path, dataset: str) -> tuple[Field, ...]:
    """Those fields that the trained `run` has learned from: those that must be there, and others that the revision
    `dataset` of its project uses.
    """
    samples = None
    with suppress(ProjectError, OSError):
        samples = open_table(Project.of_run(run).revision_folder(dataset))
    return tuple(each for each in fields if each.needed or (samples is not None and is_used(samples, each.name)))


def preview_asked(path: Path, fields: Sequence[Field], by_hand: Mapping[str, str]) -> TablePreview:
    """The first rows, and the columns as they are guessed or named by hand. Raises DatasetError."""
    table = open_table_of_texts(path)
    rows = [row.cells for row in first_rows(table)]
    return TablePreview(
        fields=tuple(field.name for field in fields),
        columns=table.columns,
        rows=shown_rows(rows),
        mapping=guess_columns(fields, table.columns, rows, by_hand),
    )


def open_asked(path: Path, fields: Sequence[Field], by_hand: Mapping[str, str]) -> AskedTable:
    """Open a table to ask about its rows. Raises DatasetError, also where a column that is needed is not found."""
    table = open_table_of_texts(path)
    return AskedTable(table, map_columns(fields, table.columns, [row.cells for row in first_rows(table)], by_hand))
