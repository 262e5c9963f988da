"""Tables with a text in each row: found, opened, previewed, streamed; it does not know what is said of a text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split, Written
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import Field, guess_columns, map_columns
from ptstudio.data._delimited import AS_GUESSED
from ptstudio.data._format import TablePreview
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding, row_note, why_empty
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._table import Table
from ptstudio.data._table_of_texts import encoding_of_table, is_table_of_texts, open_table_of_texts, shown_rows
from ptstudio.data._text import clean_text, damages, unusable

Read = Callable[["TextRow"], Sample | Finding]
"""Makes a sample of a row, or says why there is none."""


@dataclass(frozen=True)
class TextRow:
    """A row of a table with a text, or two: what it holds, and where it stands."""

    path: Path
    table: Table
    found: MappedRow
    texts: Mapping[str, str]
    split: Split | None

    def cell(self, column: str) -> str:
        """What stands in a column."""
        return self.found.row.cells[self.table.columns.index(column)]

    def sample(self, **classes: object) -> Sample:
        """The row as a sample, with what names its classes."""
        fields = {**self.texts, **classes}
        row, group = self.found.row.number, self.found.group
        return Sample(path=self.path, fields=fields, row=row, split=self.split, group=group)

    def why_empty(self, columns: Iterable[str]) -> Finding | None:
        """Why one of these cells is empty, where the table tells."""
        return why_empty(self.path, self.table, self.found.row, columns)

    def finding(self, kind: str, reason: str, remedy: str) -> Finding:
        """Why the row is left out."""
        return row_finding(self.path, kind, self.found.row.number, reason, remedy)


@dataclass(frozen=True)
class TextTables:
    """One table, or several of one folder that are named by their splits; the first of them is open.

    `rows` are the first of its rows, by which columns are guessed.
    """

    found: SplitFiles
    first: Table
    rows: Sequence[Sequence[str]]
    written: Written

    @classmethod
    def at(cls, path: Path, written: Written = AS_GUESSED) -> "TextTables":
        """Those in a file or folder, as they are `written`. Raises DatasetError."""
        found = find_split_files(path, is_table_of_texts, "table (CSV, TSV, JSON Lines, Parquet or Excel)", "tables")
        first = open_table_of_texts(found.parts[0][0], written)
        return cls(found, first, [row.cells for row in first_rows(first)], written)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the first."""
        return self.first.columns

    @property
    def in_words(self) -> str:
        """Which they are."""
        return f"{'The table' if len(self.found.parts) == 1 else 'The tables'} {self.found.names}"

    @property
    def remark(self) -> str:
        """What had to be guessed of how the first is written, and what is left out of it."""
        return encoding_of_table(self.found.parts[0][0]).in_words + self.first.remark

    def cells(self, column: str) -> list[str]:
        """What stands in a column of the first rows, without white space at the ends."""
        place = self.columns.index(column)
        return [row[place].strip() for row in self.rows]

    def mapping(self, fields: Sequence[Field], by_hand: Mapping[str, str]) -> dict[str, str]:
        """Which column holds which field. Raises DatasetError where one that is needed cannot be found."""
        return map_columns(fields, self.columns, self.rows, by_hand)

    def preview(self, fields: Sequence[Field], by_hand: Mapping[str, str]) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped."""
        return TablePreview(
            fields=tuple(field.name for field in fields),
            columns=self.columns,
            rows=shown_rows(self.rows),
            mapping=guess_columns(fields, self.columns, self.rows, by_hand),
            delimiter=self.first.delimiter if self.first.quote else "",
            quote=self.first.quote,
        )

    def read(self, mapping: Mapping[str, str], needed: Sequence[str], read: Read) -> Iterator[Sample | Finding]:
        """Stream the rows of the first table, then of those others that have the `needed` columns."""
        yield from self.found.findings()
        for place, (path, split) in enumerate(self.found.parts):
            try:
                table = open_table_of_texts(path, self.written) if place else self.first
            except DatasetError as error:
                yield _left_out(path, error.message, error.hint)
                continue
            missing = [column for column in needed if column not in table.columns]
            if missing:
                yield _left_out(
                    path,
                    f"“{path.name}” has no column “{missing[0]}” as “{self.found.parts[0][0].name}” has, so that none "
                    "of it can be used.",
                    "Give its columns the same names, or leave the file out.",
                )
                continue
            there = {field: column for field, column in mapping.items() if column in table.columns}
            yield from _rows(path, table, split, there, read)


def _rows(
    path: Path, table: Table, split: Split | None, mapping: Mapping[str, str], read: Read
) -> Iterator[Sample | Finding]:
    for found in mapped_rows(path, table, mapping):
        row = found if isinstance(found, Finding) else _text_row(path, table, split, found, mapping)
        item = row if isinstance(row, Finding) else read(row)
        if isinstance(item, Sample) and isinstance(found, MappedRow):
            for damage in damages(" ".join(found.cells.values())):
                yield row_note(path, damage[0], found.row.number, damage[1], damage[2])
        yield item


def _text_row(
    path: Path, table: Table, split: Split | None, found: MappedRow, mapping: Mapping[str, str]
) -> TextRow | Finding:
    number = found.row.number
    why = why_empty(path, table, found.row, mapping.values())
    if why:
        return why
    texts = {field: clean_text(found.cells[field]) for field in ("text", "pair") if field in mapping}
    problem = unusable(texts["text"]) or (unusable(texts["pair"]) if texts.get("pair") else None)
    if problem:
        kind, reason, remedy = problem
        return row_finding(path, kind, number, reason, remedy)
    filled = {field: text for field, text in texts.items() if text}
    return TextRow(path, table, found, filled, found.split or split)


def _left_out(path: Path, reason: str, remedy: str) -> Finding:
    return Finding(kind="unusable-table", severity="error", path=str(path), reason=reason, remedy=remedy)
