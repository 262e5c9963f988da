"""A table with a text and its class in each row: CSV, TSV, JSON Lines, Parquet or Excel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import guess_columns, map_columns
from ptstudio.data._folders import class_name
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._table import Table
from ptstudio.data._table_of_texts import encoding_of_table, is_table_of_texts, open_table_of_texts, shown_rows
from ptstudio.data._text import clean_text, snippet, unusable
from ptstudio.data._text_columns import TEXT_FIELDS, known_names

_ENOUGH_ROWS = 20


class TextTable(TableFormat):
    """Columns for the text and its class, optionally for a second text, the split and the group."""

    key = "text-table"
    title = "A table of texts and classes"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each text: the text, its class. Several tables "
        "of one folder are named by their splits, like “train.csv” and “test.csv”."
    )

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of that for training in a folder."""
        try:
            found = _find_tables(path)
            first = found.parts[0][0]
            opened = open_table_of_texts(first)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        rows = [row.cells for row in first_rows(opened)]
        try:
            mapping = map_columns(TEXT_FIELDS, opened.columns, rows, {})
        except DatasetError as error:
            return Recognition(confidence=0.3 if path.is_file() else 0.2, reason=error.message)
        confidence, doubt = _confidence(opened, rows, mapping)
        if path.is_dir():
            confidence -= 0.03
        return Recognition(
            confidence=confidence, reason=f"{_in_words(found, mapping)}{encoding_of_table(first).in_words}{doubt}"
        )

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        table = open_table_of_texts(_find_tables(path).parts[0][0])
        rows = [row.cells for row in first_rows(table)]
        return TablePreview(
            fields=tuple(field.name for field in TEXT_FIELDS),
            columns=table.columns,
            rows=shown_rows(rows),
            mapping=guess_columns(TEXT_FIELDS, table.columns, rows, options.columns),
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError for a column of the first table that does not exist or
        cannot be guessed.
        """
        found = _find_tables(path)
        table = open_table_of_texts(found.parts[0][0])
        mapping = map_columns(TEXT_FIELDS, table.columns, [row.cells for row in first_rows(table)], options.columns)
        return _read(found, table, mapping)


@dataclass(frozen=True)
class _Part:
    """One of the tables, opened."""

    path: Path
    table: Table
    split: Split | None

    def samples(self, mapping: Mapping[str, str]) -> Iterator[Sample | Finding]:
        for row in mapped_rows(self.path, self.table, mapping):
            yield row if isinstance(row, Finding) else self._sample(row, mapping)

    def _sample(self, row: MappedRow, mapping: Mapping[str, str]) -> Sample | Finding:
        number = row.row.number
        for field, column in mapping.items():
            if not row.cells[field]:
                why = self.table.why_empty(row.row, self.table.columns.index(column))
                if why:
                    return row_finding(self.path, why.kind, number, why.reason, why.remedy)
        fields = {field: clean_text(row.cells[field]) for field in ("text", "pair") if field in mapping}
        problem = unusable(fields["text"]) or (unusable(fields["pair"]) if fields.get("pair") else None)
        if problem:
            kind, reason, remedy = problem
            return row_finding(self.path, kind, number, reason, remedy)
        label = class_name(clean_text(row.cells["label"]))
        if not label:
            reason = f"“{snippet(fields['text'])}” has no class here."
            return row_finding(self.path, "missing-label", number, reason, "Fill in its class, or remove the row.")
        given = {field: text for field, text in fields.items() if text}
        return Sample(
            path=self.path,
            fields={**given, "label": label},
            row=number,
            split=row.split or self.split,
            group=row.group,
        )


def _find_tables(path: Path) -> SplitFiles:
    return find_split_files(path, is_table_of_texts, "table (CSV, TSV, JSON Lines, Parquet or Excel)", "tables")


def _confidence(table: Table, rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> tuple[float, str]:
    """How sure the guesses are, and the doubt in words."""
    texts, labels = ([row[table.columns.index(mapping[field])].strip() for row in rows] for field in ("text", "label"))
    usable = sum(bool(text and label) for text, label in zip(texts, labels, strict=True))
    if usable * 2 < max(len(rows), 1):
        return 0.4, ", but most rows lack the one or the other"
    if len(rows) >= _ENOUGH_ROWS and len(set(labels)) * 2 > len(rows):
        return 0.4, ", but nearly every row has a class of its own"
    if known_names([mapping["text"], mapping["label"]]) == 2:
        return 0.98, ""
    return 0.7, ", guessed by what stands in them"


def _in_words(found: SplitFiles, mapping: Mapping[str, str]) -> str:
    start = "The table" if len(found.parts) == 1 else "The tables"
    second = f" and “{mapping['pair']}”" if "pair" in mapping else ""
    return f"{start} {found.names} with texts in “{mapping['text']}”{second} and classes in “{mapping['label']}”"


def _read(found: SplitFiles, first: Table, mapping: Mapping[str, str]) -> Iterator[Sample | Finding]:
    """The first table, which is open, then those with the same columns."""
    yield from found.findings()
    for place, (path, split) in enumerate(found.parts):
        try:
            table = open_table_of_texts(path) if place else first
        except DatasetError as error:
            yield _left_out(path, error.message, error.hint)
            continue
        missing = [column for column in mapping.values() if column not in table.columns]
        if mapping["text"] in missing or mapping["label"] in missing:
            yield _left_out(
                path,
                f"“{path.name}” has no column “{missing[0]}” as “{found.parts[0][0].name}” has, so that none of it can "
                "be used.",
                "Give its columns the same names, or leave the file out.",
            )
            continue
        there = {field: column for field, column in mapping.items() if column in table.columns}
        yield from _Part(path, table, split).samples(there)


def _left_out(path: Path, reason: str, remedy: str) -> Finding:
    return Finding(kind="unusable-table", severity="error", path=str(path), reason=reason, remedy=remedy)
