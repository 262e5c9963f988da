"""A table with a question, its text and the answer in each row: CSV, TSV, JSON Lines, Parquet or Excel."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import GROUP, SPLIT, Cells, Field, guess_columns, map_columns, named
from ptstudio.data._encoding import detect
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding
from ptstudio.data._questions import Answer, Asked, Place, asked_sample
from ptstudio.data._split_files import SplitFiles, find_split_files
from ptstudio.data._table import Table, is_table_name, is_text_table, open_table
from ptstudio.data._text import snippet
from ptstudio.data._workbook import is_workbook_name

_ROWS_SHOWN = 10
_LETTERS_SHOWN = 300
_QUESTIONS = ("question", "question text", "query", "frage")
_TEXTS = ("context", "passage", "paragraph", "text", "document", "article", "content", "body", "kontext")
_ANSWERS = ("answer", "answer text", "answers", "antwort")
_STARTS = ("answer start", "start", "answer offset", "offset", "start char")
_NEEDED = ("text", "question", "answer")


def _field(name: str, names: Sequence[str], needed: str = "") -> Field:
    def guess(cells: Cells) -> str | None:
        return named(names, cells)

    return Field(name, guess, needed)


FIELDS = (
    _field("question", _QUESTIONS, "the question"),
    _field("text", _TEXTS, "the text that answers it"),
    _field("answer", _ANSWERS, "the answer"),
    _field("answer_start", _STARTS),
    SPLIT,
    GROUP,
)


class QuestionTable(TableFormat):
    """Columns for the question, the text and the answer, optionally for where it begins, the split and the group."""

    key = "question-table"
    title = "A table of questions and answers"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each question: “question”, “context” (the text) "
        "and “answer” (as it stands in the text; empty where there is none). Where an answer stands there several "
        "times, “answer_start” says at which character (from 0)."
    )

    def recognises(self, path: Path) -> Recognition:
        """Look at the columns of the table, or of that for training in a folder."""
        try:
            found = _find_tables(path)
            table = _open(found.parts[0][0])
            mapping = map_columns(FIELDS, table.columns, [row.cells for row in first_rows(table)], {})
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        start = "The table" if len(found.parts) == 1 else "The tables"
        columns = [f"“{mapping[name]}”" for name in ("question", "text", "answer")]
        return Recognition(
            confidence=0.99,
            reason=f"{start} {found.names} with questions in {columns[0]}, texts in {columns[1]} and answers in "
            f"{columns[2]}",
        )

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        table = _open(_find_tables(path).parts[0][0])
        rows = [row.cells for row in first_rows(table)]
        return TablePreview(
            fields=tuple(field.name for field in FIELDS),
            columns=table.columns,
            rows=tuple(tuple(snippet(cell, _LETTERS_SHOWN) for cell in cells) for cells in rows[:_ROWS_SHOWN]),
            mapping=guess_columns(FIELDS, table.columns, rows, options.columns),
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError for a column of the first table that does not exist or
        cannot be guessed.
        """
        found = _find_tables(path)
        table = _open(found.parts[0][0])
        mapping = map_columns(FIELDS, table.columns, [row.cells for row in first_rows(table)], options.columns)
        return _read(found, table, mapping)


def _find_tables(path: Path) -> SplitFiles:
    def is_table(file: Path) -> bool:
        return is_table_name(file) or is_workbook_name(file)

    return find_split_files(path, is_table, "table (CSV, TSV, JSON Lines, Parquet or Excel)", "tables")


def _open(path: Path) -> Table:
    """Open a table whose first row names its columns. Raises DatasetError."""
    try:
        is_text = not is_text_table(path) or detect(path).is_text
    except OSError:
        is_text = True  # opening it says what is the matter
    if not is_text:
        raise DatasetError(f"“{path.name}” is named like a table, but holds no text.", "Save the table as CSV again.")
    return open_table(path, lambda _: True, is_mixed=False)


def _read(found: SplitFiles, first: Table, mapping: Mapping[str, str]) -> Iterator[Sample | Finding]:
    """The first table, which is open, then those with the same columns."""
    yield from found.findings()
    for place, (path, split) in enumerate(found.parts):
        try:
            table = _open(path) if place else first
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
            yield from (row,) if isinstance(row, Finding) else _samples(path, row, split)


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
