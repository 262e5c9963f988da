"""A table with the file and the class of each picture: CSV, TSV, JSON Lines or Parquet."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split
from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import guess_columns, is_header, map_columns
from ptstudio.data._folders import class_name, unwrapped
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._junk import files
from ptstudio.data._lookup import PictureLookup
from ptstudio.data._split_names import named_split
from ptstudio.data._table import BadRow, Row, Table, is_table_name, open_table

_ROWS_FOR_GUESSING = 500
_ROWS_FOR_RECOGNISING = 20
_ROWS_SHOWN = 10


class ImageTable(TableFormat):
    """Columns for the picture and its label, optionally for its split and its group, guessed or mapped by hand."""

    key = "image-table"
    title = "A table of pictures and classes"
    help = "A CSV, TSV, JSON Lines or Parquet table with a row for each picture: its file, its class."

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, or of the only one in a folder, and for the pictures they name."""
        try:
            table = _find_table(path)
            opened = open_table(table, is_header)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        rows = _first_rows(opened, _ROWS_FOR_GUESSING)
        try:
            mapping = map_columns(opened.columns, [row.cells for row in rows], {})
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
        table = open_table(_find_table(path), is_header)
        rows = [row.cells for row in _first_rows(table, _ROWS_FOR_GUESSING)]
        mapping = guess_columns(table.columns, rows, options.columns)
        return TablePreview(columns=table.columns, rows=tuple(rows[:_ROWS_SHOWN]), mapping=mapping)

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Stream the rows. Raises DatasetError for a column that does not exist or cannot be guessed."""
        place = _find_table(path)
        table = open_table(place, is_header)
        rows = [row.cells for row in _first_rows(table, _ROWS_FOR_GUESSING)]
        mapping = map_columns(table.columns, rows, options.columns)
        return _Reading(place, table, mapping).stream()


def _find_table(path: Path) -> Path:
    """The file itself, or the only table in a folder. Raises DatasetError where there is none, or more than one."""
    if path.is_file() and is_table_name(path):
        return path
    root = unwrapped(path, lambda folder: bool(_tables(folder))) if path.is_dir() else None
    tables = _tables(root) if root else []
    if not tables:
        raise DatasetError("No table (CSV, TSV, JSON Lines or Parquet).", "Choose the table itself, or its folder.")
    if len(tables) > 1:
        names = ", ".join(f"“{table.name}”" for table in tables[:5])
        raise DatasetError(f"{len(tables)} tables: {names}.", "Choose the one that names the pictures.")
    return tables[0]


def _tables(folder: Path) -> list[Path]:
    return [file for file in files(folder) if is_table_name(file)]


def _first_rows(table: Table, most: int) -> list[Row]:
    return [row for row in itertools.islice(table.rows(), most) if isinstance(row, Row)]


@dataclass(frozen=True)
class _Reading:
    """One pass over a table whose columns are known."""

    path: Path
    table: Table
    mapping: Mapping[str, str]

    def stream(self) -> Iterator[Sample | Finding]:
        places = {field: self.table.columns.index(column) for field, column in self.mapping.items()}
        lookup = PictureLookup(self.path.parent)
        odd_splits: set[str] = set()
        for row in self.table.rows():
            if isinstance(row, BadRow):
                yield self._finding("bad-row", row.number, row.reason, row.remedy)
                continue
            cells = {field: row.cells[place] for field, place in places.items()}
            said = cells.get("split", "").strip()
            split = named_split(said)
            if said and not split and said not in odd_splits:
                odd_splits.add(said)
                yield self._odd_split(row.number, said)
            yield self._sample(row.number, cells, split, lookup)

    def _sample(
        self, number: int, cells: Mapping[str, str], split: Split | None, lookup: PictureLookup
    ) -> Sample | Finding:
        name, label = cells["image"].strip(), class_name(cells["label"])
        if not name:
            return self._finding(
                "missing-file", number, "This row names no picture.", "Fill in the file name, or remove the row."
            )
        if not label:
            return self._finding(
                "missing-label", number, f"“{name}” has no class here.", "Fill in its class, or remove the row."
            )
        image = lookup.find(cells["image"])
        if image is None:
            return self._missing(number, name)
        fields = {"image": image, "label": label}
        return Sample(path=image, fields=fields, row=number, split=split, group=cells.get("group", "").strip() or None)

    def _missing(self, number: int, name: str) -> Finding:
        if re.match(r"(https?|ftp|s3|gs)://", name):
            return self._finding(
                "missing-file",
                number,
                f"“{name}” is an address on the network; PTStudio does not fetch pictures by itself.",
                "Download the pictures, and write their file names into the table.",
            )
        return self._finding(
            "missing-file",
            number,
            f"“{name}” is not to be found beside the table or below its folder (or several pictures have that name).",
            "Put the picture there, correct its path in the table, or remove the row.",
        )

    def _odd_split(self, number: int, said: str) -> Finding:
        finding = self._finding(
            "unknown-split",
            number,
            f"“{said}” is no split that is known; samples marked so are divided like those without a split.",
            "Write “train”, “validation” or “test”.",
        )
        return finding.model_copy(update={"severity": "warning"})

    def _finding(self, kind: str, number: int, reason: str, remedy: str) -> Finding:
        return Finding(kind=kind, severity="error", path=str(self.path), row=number, reason=reason, remedy=remedy)
