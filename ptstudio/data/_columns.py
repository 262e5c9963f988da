"""Guessing which column of a table is the picture, the label, the split and the group."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from ptstudio.core.errors import DatasetError
from ptstudio.data._image import is_image_name
from ptstudio.data._split_names import named_split

_NAMES: dict[str, tuple[str, ...]] = {
    "image": (
        "image", "img", "picture", "photo", "photograph", "image path", "img path", "filepath", "file path", "path",
        "filename", "file name", "file", "image file", "image name", "image id", "img id", "imageid", "id code", "id",
        "bild", "datei",
    ),
    "label": (
        "label", "labels", "class", "class name", "classname", "category", "category name", "target", "species",
        "diagnosis", "dx", "label name", "tag", "annotation", "y", "class id", "label id", "kind", "type", "klasse",
    ),
    "split": ("split", "subset", "set", "partition", "fold", "dataset", "phase", "usage"),
    "group": (
        "group", "group id", "patient", "patient id", "subject", "subject id", "person", "video", "video id",
        "series", "series id", "scene", "session", "location", "lesion id", "plant id", "sequence",
    ),
}  # fmt: skip
FIELDS = tuple(_NAMES)
_NEEDED = {"image": "the picture’s file name", "label": "the class"}


def guess_columns(columns: Sequence[str], rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field: as mapped by hand, the others guessed by name, then by the sampled `rows`.

    A field mapped to an empty name by hand is not guessed; one that cannot be guessed is missing.
    """
    mapping = {field: column for field, column in by_hand.items() if column in columns and field in FIELDS}
    for field in FIELDS:
        if field not in by_hand:
            free = [column for column in columns if column not in mapping.values()]
            cells = {column: [row[columns.index(column)].strip() for row in rows] for column in free}
            guess = _GUESSES[field](cells)
            if guess:
                mapping[field] = guess
    return mapping


def map_columns(columns: Sequence[str], rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]) -> dict[str, str]:
    """The same, complete. Raises DatasetError where a column is named that does not exist, or where the picture or the
    label cannot be found.
    """
    for field, column in by_hand.items():
        if column and column not in columns:
            raise DatasetError(
                f"There is no column “{column}” in the table (wanted for: {field}).",
                f"The columns are: {', '.join(columns)}.",
            )
    mapping = guess_columns(columns, rows, by_hand)
    for field, meaning in _NEEDED.items():
        if field not in mapping:
            raise DatasetError(
                f"No column of the table seems to hold {meaning}. Its columns are: {', '.join(columns)}.",
                f"Say which column holds {meaning} (on the command line by: --column {field}=NAME).",
            )
    return mapping


def is_header(cells: Sequence[str]) -> bool:
    """Whether a table's first row names its columns: it does not if a picture's file name stands in it."""
    return not any(_is_image(cell) for cell in cells)


def _image_column(cells: Mapping[str, Sequence[str]]) -> str | None:
    """The column with most names of pictures; some tables leave the ending away, so that only the name tells."""
    counts = {column: sum(map(_is_image, values)) for column, values in cells.items()}
    best = max(counts, key=lambda column: counts[column], default=None)
    if best is not None and counts[best] * 2 > len(cells[best]):
        return best
    return _named("image", cells)


def _label_column(cells: Mapping[str, Sequence[str]]) -> str | None:
    """By name; else the one column whose few values come again and again, words before numbers."""
    named = _named("label", cells)
    if named:
        return named
    taken = {_split_column(cells), _named("group", cells)}
    candidates = [column for column in cells if column not in taken]
    if len(candidates) == 1:
        return candidates[0]
    repeating = {column: len(set(cells[column])) for column in candidates if _repeats(cells[column])}
    return min(repeating, key=lambda column: (_is_numeric(cells[column]), repeating[column]), default=None)


def _split_column(cells: Mapping[str, Sequence[str]]) -> str | None:
    """A column in which every value is the name of a split, and not all are the same unless its name says so."""
    named = _named("split", cells)
    for column in ([named] if named else []) + list(cells):
        values = [value for value in cells[column] if value]
        if values and all(named_split(value) for value in values) and (column == named or len(set(values)) > 1):
            return column
    return None


def _group_column(cells: Mapping[str, Sequence[str]]) -> str | None:
    return _named("group", cells)


_GUESSES = {"image": _image_column, "label": _label_column, "split": _split_column, "group": _group_column}


def _named(field: str, columns: Mapping[str, object]) -> str | None:
    plain = {_plain(column): column for column in reversed(list(columns))}
    return next((plain[name] for name in _NAMES[field] if name in plain), None)


def _plain(column: str) -> str:
    """`imagePath`, `image_path` and `Image-Path` are one name."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.strip())
    return " ".join(re.split(r"[\s_.\-]+", spaced.casefold())).strip()


def _is_image(cell: str) -> bool:
    return is_image_name(PurePosixPath(cell.strip()))


def _repeats(values: Sequence[str]) -> bool:
    """Whether there are several values, each of which comes twice on average."""
    filled = [value for value in values if value]
    return 1 < len(set(filled)) <= (len(filled) + 1) // 2


def _is_numeric(values: Sequence[str]) -> bool:
    return all(re.fullmatch(r"[-+]?[0-9.,eE+-]+", value) for value in values if value)
