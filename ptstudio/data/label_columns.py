"""A table with a text in each row and a column for each label, marked where the text has it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import class_name, listed
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._label_columns import MARKED_TEXT_FIELDS, is_called_class, mark, marked_columns
from ptstudio.data._table_of_texts import SUFFIXES
from ptstudio.data._text import snippet
from ptstudio.data._text_tables import TextRow, TextTables
from ptstudio.data._unlabelled import with_unlabelled_counted

_SURELY = 3
"""So many columns of marks are hardly ever there for anything else."""


class LabelColumns(TableFormat):
    """A column for the text; each column of marks is a label, and its name the label's."""

    key = "label-columns"
    title = "A table with a column for each label"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each text and a column for each label, which "
        "says 1 or 0, true or false, yes or no, or holds an x where the text has the label."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of that for training in a folder."""
        try:
            tables = TextTables.at(path)
            marked = _marked(tables, tables.mapping(MARKED_TEXT_FIELDS, {}))
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        reason = f"{tables.in_words} with a column for each of the labels {listed(marked)}{tables.remark}"
        return Recognition(confidence=_confidence(tables, marked) - 0.005 * path.is_dir(), reason=reason)

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        tables = TextTables.at(path, options.written)
        _marked(tables, tables.mapping(MARKED_TEXT_FIELDS, options.columns))
        return tables.preview(MARKED_TEXT_FIELDS, options.columns)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError where there are no columns of marks, or none of texts."""
        tables = TextTables.at(path, options.written)
        mapping = tables.mapping(MARKED_TEXT_FIELDS, options.columns)
        marked = _marked(tables, mapping)
        rows = tables.read(mapping, [mapping["text"], *marked], partial(_sample, marked))
        return with_unlabelled_counted(path, rows)


def _marked(tables: TextTables, mapping: Mapping[str, str]) -> list[str]:
    """The columns that are labels. Raises DatasetError where there are none."""
    found = marked_columns({column: tables.cells(column) for column in tables.columns}, list(mapping.values()))
    if not found:
        raise DatasetError(
            f"{tables.in_words} has no columns of marks, one for each label.",
            "Give each label a column that says 1 or 0, or put all labels of a text into one cell.",
        )
    return found


def _sample(marked: Sequence[str], row: TextRow) -> Sample | Finding:
    why = row.why_empty(marked)
    if why:
        return why
    marks = {column: mark(row.cell(column)) for column in marked}
    unclear = next((column for column in marked if marks[column] is None), None)
    if unclear is not None:
        return row.finding(
            "unclear-mark",
            f"“{snippet(row.cell(unclear))}” in the column “{unclear}” says neither yes nor no.",
            "Write 1 where the text has this label and 0 where it has not, or remove the row.",
        )
    labels = {class_name(column) for column in marked if marks[column]}
    return row.sample(labels=tuple(sorted(labels)))


def _confidence(tables: TextTables, marked: Sequence[str]) -> float:
    """Beside a column that is called a class, marks are something else."""
    if any(is_called_class(column, marked) for column in tables.columns):
        return 0.15
    return 0.99 if len(marked) >= _SURELY else 0.96
