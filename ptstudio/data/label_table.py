"""A table with a text in each row and its labels together in one cell: several, one, or none."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import named
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._label_cells import LabelCells, label_cells
from ptstudio.data._label_columns import CLASSES_NAMES, LABEL_TEXT_FIELDS
from ptstudio.data._table_of_texts import SUFFIXES
from ptstudio.data._text_tables import TextRow, TextTables
from ptstudio.data._unlabelled import with_unlabelled_counted


class LabelTable(TableFormat):
    """Columns for the text and its labels, optionally for a second text, the split and the group."""

    key = "label-table"
    title = "A table of texts with their labels"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each text: the text, and all its labels in one "
        "cell, with semicolons, commas or bars between them, or as a list. An empty cell is a text without labels."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of that for training in a folder."""
        try:
            tables = TextTables.at(path)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        try:
            mapping = tables.mapping(LABEL_TEXT_FIELDS, {})
        except DatasetError as error:
            return Recognition(confidence=0.1, reason=error.message)
        cells = label_cells(tables.cells(mapping["labels"]))
        confidence, reason = _in_words(tables, mapping, cells)
        if path.is_dir():
            confidence -= 0.005
        return Recognition(confidence=confidence, reason=f"{reason}{tables.remark}")

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        return TextTables.at(path, options.written).preview(LABEL_TEXT_FIELDS, options.columns)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError for a column of the first table that does not exist or
        cannot be guessed.
        """
        tables = TextTables.at(path, options.written)
        mapping = tables.mapping(LABEL_TEXT_FIELDS, options.columns)
        cells = label_cells(tables.cells(mapping["labels"]))
        rows = tables.read(mapping, [mapping["text"], mapping["labels"]], partial(_sample, cells))
        return with_unlabelled_counted(path, rows)


def _sample(cells: LabelCells, row: TextRow) -> Sample:
    return row.sample(labels=cells.labels(row.found.cells["labels"]))


def _in_words(tables: TextTables, mapping: Mapping[str, str], cells: LabelCells) -> tuple[float, str]:
    """How sure it is that cells hold several labels, and why."""
    text, labels = mapping["text"], mapping["labels"]
    start = f"{tables.in_words} with texts in “{text}” and labels in “{labels}”"
    if not cells.is_sure:
        return 0.2, f"{start}, of which no text has several"
    if named(CLASSES_NAMES, {labels: ""}):
        return 0.99, f"{start}, several of them {cells.in_words}"
    return 0.9, f"{start}, several of them {cells.in_words}, guessed by what stands in them"
