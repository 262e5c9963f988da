"""A table with a text and its class in each row: CSV, TSV, JSON Lines, Parquet or Excel."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._folders import class_name
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._table_of_texts import SUFFIXES
from ptstudio.data._text import clean_text, snippet
from ptstudio.data._text_columns import TEXT_FIELDS, known_names
from ptstudio.data._text_tables import TextRow, TextTables

_ENOUGH_ROWS = 20


class TextTable(TableFormat):
    """Columns for the text and its class, optionally for a second text, the split and the group."""

    key = "text-table"
    title = "A table of texts and classes"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each text: the text, its class. Several tables "
        "of one folder are named by their splits, like “train.csv” and “test.csv”."
    )
    suffixes = SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of that for training in a folder."""
        try:
            tables = TextTables.at(path)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        try:
            mapping = tables.mapping(TEXT_FIELDS, {})
        except DatasetError as error:
            return Recognition(confidence=0.3 if path.is_file() else 0.2, reason=error.message)
        confidence, doubt = _confidence(tables, mapping)
        if path.is_dir():
            confidence -= 0.03
        reason = f"{_in_words(tables, mapping)}{tables.remark}{doubt}"
        return Recognition(confidence=confidence, reason=reason)

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        return TextTables.at(path, options.written).preview(TEXT_FIELDS, options.columns)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows of all tables. Raises DatasetError for a column of the first table that does not exist or
        cannot be guessed.
        """
        tables = TextTables.at(path, options.written)
        mapping = tables.mapping(TEXT_FIELDS, options.columns)
        return tables.read(mapping, [mapping["text"], mapping["label"]], _sample)


def _sample(row: TextRow) -> Sample | Finding:
    label = class_name(clean_text(row.found.cells["label"]))
    if not label:
        reason = f"“{snippet(row.texts['text'])}” has no class here."
        return row.finding("missing-label", reason, "Fill in its class, or remove the row.")
    return row.sample(label=label)


def _confidence(tables: TextTables, mapping: Mapping[str, str]) -> tuple[float, str]:
    """How sure the guesses are, and the doubt in words."""
    texts, labels = (tables.cells(mapping[field]) for field in ("text", "label"))
    rows = len(tables.rows)
    usable = sum(bool(text and label) for text, label in zip(texts, labels, strict=True))
    if usable * 2 < max(rows, 1):
        return 0.4, ", but most rows lack the one or the other"
    if rows >= _ENOUGH_ROWS and len(set(labels)) * 2 > rows:
        return 0.4, ", but nearly every row has a class of its own"
    if known_names([mapping["text"], mapping["label"]]) == 2:
        return 0.98, ""
    return 0.7, ", guessed by what stands in them"


def _in_words(tables: TextTables, mapping: Mapping[str, str]) -> str:
    second = f" and “{mapping['pair']}”" if "pair" in mapping else ""
    return f"{tables.in_words} with texts in “{mapping['text']}”{second} and classes in “{mapping['label']}”"
