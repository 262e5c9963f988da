"""A table with a row for each box: CSV, TSV, JSON Lines, Parquet or Excel."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.core.dataset import Finding, ImportOptions, Sample, Split, Written
from ptstudio.core.errors import DatasetError
from ptstudio.data._annotation_files import data_root, first_files, pictures_root, split_of_folders
from ptstudio.data._box_columns import BOX_FIELDS, box_columns, has_boxes, names_edges
from ptstudio.data._box_rows import BoxRows
from ptstudio.data._columns import guess_columns, map_columns
from ptstudio.data._delimited import AS_GUESSED
from ptstudio.data._format import Recognition, TableFormat, TablePreview
from ptstudio.data._image_columns import is_header
from ptstudio.data._mapped_rows import MappedRow, first_rows, mapped_rows, row_finding
from ptstudio.data._model_answers import answering_model, model_answers
from ptstudio.data._picture_search import PictureSearch
from ptstudio.data._shape_samples import ShapeSamples
from ptstudio.data._split_files import SplitFiles, by_splits
from ptstudio.data._split_names import split_in_name
from ptstudio.data._table import TABLE_SUFFIXES, Table, open_table
from ptstudio.data._unmarked import unmarked
from ptstudio.data._workbook import SUFFIXES as WORKBOOK_SUFFIXES

_SUFFIXES = (*TABLE_SUFFIXES, *WORKBOOK_SUFFIXES)
_MOST_TABLES = 20
_ROWS_FOR_RECOGNISING = 20
_ROWS_SHOWN = 10


class BoxTable(TableFormat):
    """Columns for the picture, the class and the edges of a box; a picture's rows may stand anywhere."""

    key = "box-table"
    title = "A table of boxes"
    help = (
        "A CSV, TSV, JSON Lines, Parquet or Excel table with a row for each box: its picture, its class, and “xmin”, "
        "“ymin”, “xmax”, “ymax” or “x”, “y”, “width”, “height”, in pixels or in shares of the picture."
    )
    suffixes = _SUFFIXES

    def recognises(self, path: Path) -> Recognition:
        """Look at the first rows of the table, and for the pictures they name."""
        try:
            found = _find_tables(path)
            table = found.parts[0][0]
            opened = open_table(table, is_header)
            rows = first_rows(opened)
        except DatasetError as error:
            return Recognition(confidence=0, reason=error.message)
        try:
            mapping = map_columns(BOX_FIELDS, opened.columns, [row.cells for row in rows], {})
            box_columns(mapping)
        except DatasetError as error:
            if names_edges(opened.columns):
                return Recognition(confidence=0.985, reason=f"Columns of boxes, but not all of them. {error.message}")
            return Recognition(confidence=0.3 if path.is_file() else 0.2, reason=error.message)
        place = opened.columns.index(mapping["image"])
        search = PictureSearch(pictures_root(path))
        looked_at = rows[:_ROWS_FOR_RECOGNISING]
        count = sum(len(search.found(row.cells[place], table)) > 0 for row in looked_at)
        reason = f"The table {found.names} with boxes from “{mapping['left']}” on, of pictures in “{mapping['image']}”"
        if count * 2 < max(len(looked_at), 1):
            return Recognition(confidence=0.4, reason=f"{reason}, but most of the pictures are not there")
        return Recognition(confidence=0.99 if path.is_file() else 0.98, reason=reason)

    def preview(self, path: Path, options: ImportOptions) -> TablePreview:
        """The first rows, and the columns as they are guessed or mapped. Raises DatasetError."""
        table = open_table(_find_tables(path).parts[0][0], is_header, written=options.written)
        rows = [row.cells for row in first_rows(table)]
        return TablePreview(
            fields=tuple(field.name for field in BOX_FIELDS),
            columns=table.columns,
            rows=tuple(rows[:_ROWS_SHOWN]),
            mapping=guess_columns(BOX_FIELDS, table.columns, rows, options.columns),
            delimiter=table.delimiter if table.quote else "",
            quote=table.quote,
        )

    def read(self, path: Path, options: ImportOptions) -> Iterator[Sample | Finding]:
        """Give the pictures once all rows were read. Raises DatasetError for a column that cannot be found."""
        found = _find_tables(path)
        first = _opened(found.parts[0][0], options.columns, options.written)
        return _Source(path, found, options).read(first)


@dataclass(frozen=True)
class _Opened:
    """A table whose columns are known, and what its first row says of a model that has found what is in it."""

    path: Path
    table: Table
    mapping: Mapping[str, str]
    model: str


def _opened(path: Path, by_hand: Mapping[str, str], written: Written = AS_GUESSED) -> _Opened:
    table = open_table(path, is_header, written=written)
    rows = [row.cells for row in first_rows(table)]
    mapping = map_columns(BOX_FIELDS, table.columns, rows, by_hand)
    box_columns(mapping)
    first = dict(zip(table.columns, rows[0] if rows else (), strict=False))
    return _Opened(path, table, mapping, answering_model(first))


def _find_tables(path: Path) -> SplitFiles:
    """The file itself, or those tables of a folder that hold boxes. Raises DatasetError."""
    if path.is_file() and path.suffix.lower() in _SUFFIXES:
        return SplitFiles(((path, None),))
    tables = first_files(path, _SUFFIXES, _MOST_TABLES) if path.is_dir() else []
    found = [table for table in tables if _may_hold_boxes(table)] or tables[:1]
    if not found:
        raise DatasetError(
            "No table (CSV, TSV, JSON Lines, Parquet or Excel).", "Choose the table itself, or its folder."
        )
    root = data_root(path)
    splits = {table: split_in_name(table.name) or split_of_folders(table, root) for table in found}
    return by_splits(splits, "tables of boxes")


def _may_hold_boxes(path: Path) -> bool:
    try:
        table = open_table(path, is_header)
    except DatasetError:
        return False
    return has_boxes(guess_columns(BOX_FIELDS, table.columns, [row.cells for row in first_rows(table)], {}))


@dataclass
class _Source:
    """A folder, or a single table, while it is read."""

    path: Path
    found: SplitFiles
    options: ImportOptions
    _used: set[Path] = field(default_factory=set)

    def read(self, first: _Opened) -> Iterator[Sample | Finding]:
        yield from self.found.findings()
        search, samples = PictureSearch(pictures_root(self.path)), ShapeSamples(self.path)
        for place, (path, split) in enumerate(self.found.parts):
            try:
                opened = _opened(path, self.options.columns, self.options.written) if place else first
            except DatasetError as error:
                reason, remedy = error.message, error.hint
                yield Finding(kind="unusable-table", severity="error", path=str(path), reason=reason, remedy=remedy)
                continue
            yield from self._samples(opened, split, search, samples)
        yield from samples.findings()
        if self.path.is_dir():
            yield from unmarked(self.path, search.pictures, self._used, "table")

    def _samples(
        self, opened: _Opened, split: Split | None, search: PictureSearch, samples: ShapeSamples
    ) -> Iterator[Sample | Finding]:
        if opened.model:
            yield model_answers(opened.path, opened.model)
        boxes = BoxRows(opened.path, box_columns(opened.mapping))
        for row in mapped_rows(opened.path, opened.table, opened.mapping):
            if isinstance(row, Finding):
                yield row
                continue
            name = row.cells["image"].strip()
            if not boxes.is_known(name):
                picture = self._picture(opened.path, name, row, split, search)
                if isinstance(picture, Finding):
                    yield picture
                known = None if isinstance(picture, Finding) else picture
                boxes.start(name, known, row.split or split or self._folder_split(known), row.group)
            boxes.take(name, row)
        yield from boxes.read(samples)

    def _picture(
        self, table: Path, name: str, row: MappedRow, split: Split | None, search: PictureSearch
    ) -> Path | Finding:
        if not name:
            reason, remedy = "This row names no picture.", "Fill in the file name, or remove the row."
            return row_finding(table, "missing-file", row.row.number, reason, remedy)
        found = search.the_only(name, table, row.row.number, split or row.split or split_in_name(table.name))
        if isinstance(found, Path):
            self._used.add(found)
        return found

    def _folder_split(self, picture: Path | None) -> Split | None:
        return split_of_folders(picture, pictures_root(self.path)) if picture else None
