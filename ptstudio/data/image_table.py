"""A table with the file and the class of each picture: CSV, TSV, JSON Lines or Parquet."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import guess_columns, map_columns
from ptstudio.data._folders import class_name, unwrapped
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._image import is_image_name
from ptstudio.data._image_columns import IMAGE_FIELDS, is_header
from ptstudio.data._junk import files
from ptstudio.data._lookup import PictureLookup
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding
from ptstudio.data._table import TABLE_SUFFIXES, Table, is_table_name, open_table

_ROWS_FOR_RECOGNISING = 20
_ROWS_SHOWN = 10


class ImageTable(TableFormat):
    """Columns for the picture and its label, optionally for its split and its group, guessed or mapped by hand."""

    key = "image-table"
    title = "A table of pictures and classes"
    help = "A CSV, TSV, JSON Lines or Parquet table with a row for each picture: its file, its class."
    suffixes = TABLE_SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of the only one in a folder, and for the pictures they name."""
        try:
            table = _find_table(path)
            opened = open_table(table, is_header)
            rows = first_rows(opened)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        try:
            mapping = map_columns(IMAGE_FIELDS, opened.columns, [row.cells for row in rows], {})
        except DatasetError as error:
            return Recognition(confidence=0.3 if path.is_file() else 0.2, reason=error.message)
        place = opened.columns.index(mapping["image"])
        lookup = PictureLookup(table.parent)
        looked_at = rows[:_ROWS_FOR_RECOGNISING]
        found = sum(lookup.find(row.cells[place]) is not None for row in looked_at)
        reason = f"The table “{table.name}” with pictures in “{mapping['image']}” and classes in “{mapping['label']}”"
        if found * 2 < max(len(looked_at), 1):
            return Recognition(confidence=0.4, reason=f"{reason}, but most of the pictures are not there")
        return Recognition(confidence=0.98 if path.is_file() else 0.92, reason=reason)

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        table = open_table(_find_table(path), is_header, written=options.written)
        rows = [row.cells for row in first_rows(table)]
        mapping = guess_columns(IMAGE_FIELDS, table.columns, rows, options.columns)
        fields = tuple(field.name for field in IMAGE_FIELDS)
        return TablePreview(
            fields=fields,
            columns=table.columns,
            rows=tuple(rows[:_ROWS_SHOWN]),
            mapping=mapping,
            delimiter=table.delimiter if table.quote else "",
            quote=table.quote,
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows. Raises DatasetError for a column that does not exist or cannot be guessed."""
        place = _find_table(path)
        table = open_table(place, is_header, written=options.written)
        rows = [row.cells for row in first_rows(table)]
        mapping = map_columns(IMAGE_FIELDS, table.columns, rows, options.columns)
        return _samples(place, table, mapping)


def _find_table(path: Path) -> Path:
    """The file itself, or the only table in a folder. Raises DatasetError where there is none, or more than one."""
    if path.is_file() and is_table_name(path):
        return path
    root = unwrapped(path, lambda folder: bool(_tables(folder)), is_image_name) if path.is_dir() else None
    tables = _tables(root) if root else []
    if not tables:
        raise DatasetError("No table (CSV, TSV, JSON Lines or Parquet).", "Choose the table itself, or its folder.")
    if len(tables) > 1:
        names = ", ".join(f"“{table.name}”" for table in tables[:5])
        raise DatasetError(f"{len(tables)} tables: {names}.", "Choose the one that names the pictures.")
    return tables[0]


def _tables(folder: Path) -> list[Path]:
    return [file for file in files(folder) if is_table_name(file)]


def _samples(path: Path, table: Table, mapping: Mapping[str, str]) -> Iterator[Sample | Finding]:
    """One pass over a table whose columns are known."""
    lookup = PictureLookup(path.parent)
    for row in mapped_rows(path, table, mapping):
        yield row if isinstance(row, Finding) else _sample(path, row, lookup)


def _sample(path: Path, row: MappedRow, lookup: PictureLookup) -> Sample | Finding:
    name, label, number = row.cells["image"].strip(), class_name(row.cells["label"]), row.row.number
    if not name:
        return row_finding(
            path, "missing-file", number, "This row names no picture.", "Fill in the file name, or remove the row."
        )
    if not label:
        return row_finding(
            path, "missing-label", number, f"“{name}” has no class here.", "Fill in its class, or remove the row."
        )
    image = lookup.find(row.cells["image"])
    if image is None:
        return _missing(path, number, name)
    return Sample(path=image, fields={"image": image, "label": label}, row=number, split=row.split, group=row.group)


def _missing(path: Path, number: int, name: str) -> Finding:
    if re.match(r"(https?|ftp|s3|gs)://", name):
        return row_finding(
            path,
            "missing-file",
            number,
            f"“{name}” is an address on the network; PTStudio does not fetch pictures by itself.",
            "Download the pictures, and write their file names into the table.",
        )
    return row_finding(
        path,
        "missing-file",
        number,
        f"“{name}” is not to be found beside the table or below its folder (or several pictures have that name).",
        "Put the picture there, correct its path in the table, or remove the row.",
    )
