"""A table with a question, its text and the answer in each row: CSV, TSV, JSON Lines, Parquet or Excel."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split, Written
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import guess_columns, map_columns
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding, why_empty
from ptstudio.data._question_columns import QUESTION_FIELDS
from ptstudio.data._questions import Answer, Asked, Place, asked_sample
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._table import Table
from ptstudio.data._table_of_texts import SUFFIXES, is_table_of_texts, open_table_of_texts, shown_rows
from ptstudio.data._text import snippet

_NEEDED = ("text", "question", "answer")


class QuestionTable(TableFormat):
    """Columns for the question, the text and the answer, optionally for where it begins, the split and the group."""

    key = "question-table"
    title = "A table of questions and answers"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each question: “question”, “context” (the text) "
        "and “answer” (as it stands in the text; empty where there is none). Where an answer stands there several "
        "times, “answer_start” says at which character (from 0)."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the columns of the table, or of that for training in a folder."""
        try:
            found = _find_tables(path)
            table = open_table_of_texts(found.parts[0][0])
            mapping = map_columns(QUESTION_FIELDS, table.columns, [row.cells for row in first_rows(table)], {})
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        start = "The table" if len(found.parts) == 1 else "The tables"
        columns = [f"“{mapping[name]}”" for name in ("question", "text", "answer")]
        return Recognition(
            confidence=0.99,
            reason=f"{start} {found.names} with questions in {columns[0]}, texts in {columns[1]} and answers in "
            f"{columns[2]}{table.remark}",
        )

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        table = open_table_of_texts(_find_tables(path).parts[0][0], options.written)
        rows = [row.cells for row in first_rows(table)]
        return TablePreview(
            fields=tuple(field.name for field in QUESTION_FIELDS),
            columns=table.columns,
            rows=shown_rows(rows),
            mapping=guess_columns(QUESTION_FIELDS, table.columns, rows, options.columns),
            delimiter=table.delimiter if table.quote else "",
            quote=table.quote,
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError for a column of the first table that does not exist or
        cannot be guessed.
        """
        found = _find_tables(path)
        table = open_table_of_texts(found.parts[0][0], options.written)
        mapping = map_columns(QUESTION_FIELDS, table.columns, [row.cells for row in first_rows(table)], options.columns)
        return _read(found, table, mapping, options.written)


def _find_tables(path: Path) -> SplitFiles:
    return find_split_files(path, is_table_of_texts, "table (CSV, TSV, JSON Lines, Parquet or Excel)", "tables")


def _read(found: SplitFiles, first: Table, mapping: Mapping[str, str], written: Written) -> Iterator[Sample | Finding]:
    """The first table, which is open, then those with the same columns."""
    yield from found.findings()
    for place, (path, split) in enumerate(found.parts):
        try:
            table = open_table_of_texts(path, written) if place else first
        except DatasetError as error:
            yield _left_out(path, error.message, error.hint)
            continue
        there = {field: column for field, column in mapping.items() if column in table.columns}
        missing = [mapping[field] for field in _NEEDED if field not in there]
        if missing:
            reason = f"“{path.name}” has no column “{missing[0]}” as “{found.parts[0][0].name}” has."
            yield _left_out(path, reason, "Give its columns the same names, or leave the file out.")
            continue
        for row in mapped_rows(path, table, there):
            if isinstance(row, Finding):
                yield row
            elif why := why_empty(path, table, row.row, there.values()):
                yield why
            else:
                yield from _samples(path, row, split)


def _samples(path: Path, row: MappedRow, split: Split | None) -> Iterator[Sample | Finding]:
    said, number = row.cells.get("answer_start", "").strip(), row.row.number
    if said and not re.fullmatch(r"\d{1,9}", said):
        reason = f"“{snippet(said)}” is no number of a character."
        remedy = "Write at which character of the text the answer begins, from 0, or leave it empty."
        yield row_finding(path, "bad-start", number, reason, remedy)
        return
    answer = row.cells["answer"]
    answers = (Answer(answer, int(said) if said else None),) if answer.strip() else ()
    asked = Asked(row.cells["text"], row.cells["question"], answers)
    yield from asked_sample(asked, Place(path, number, row.split or split, row.group))


def _left_out(path: Path, reason: str, remedy: str) -> Finding:
    return Finding(kind="unusable-table", severity="error", path=str(path), reason=reason, remedy=remedy)
