"""Guessing which column of a table is the label, the split and the group; it does not know what is classified."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ptstudio.core.errors import DatasetError
from ptstudio.data._split_names import named_split

Cells = Mapping[str, Sequence[str]]
"""Sampled cells, without white space at their ends, by their column."""

LABEL_NAMES = (
    "label", "labels", "class", "class name", "classname", "category", "category name", "target", "species",
    "diagnosis", "dx", "label name", "tag", "annotation", "y", "class id", "label id", "kind", "type", "klasse",
)  # fmt: skip
SPLIT_NAMES = ("split", "subset", "set", "partition", "fold", "dataset", "phase", "usage")
GROUP_NAMES = (
    "group", "group id", "patient", "patient id", "subject", "subject id", "person", "video", "video id",
    "series", "series id", "scene", "session", "location", "lesion id", "plant id", "sequence",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """Something that a column may hold, how its column is guessed, and, where it must be there, what it is in words."""

    name: str
    guess: Callable[[Cells], str | None]
    needed: str = ""


def guess_columns(
    fields: Sequence[Field], columns: Sequence[str], rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]
) -> dict[str, str]:
    """Which column holds which field: as mapped by hand, the others guessed by name, then by the sampled `rows`.

    A field mapped to an empty name by hand is not guessed; one that cannot be guessed is missing. The fields are
    guessed in their order.
    """
    names = {field.name for field in fields}
    mapping = {field: column for field, column in by_hand.items() if column in columns and field in names}
    cells = {column: [row[place].strip() for row in rows] for place, column in enumerate(columns)}
    for field in fields:
        if field.name not in by_hand:
            guess = field.guess({column: cells[column] for column in columns if column not in mapping.values()})
            if guess:
                mapping[field.name] = guess
    return mapping


def map_columns(
    fields: Sequence[Field], columns: Sequence[str], rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]
) -> dict[str, str]:
    """The same, complete. Raises DatasetError where a column is named that does not exist, or where one that is needed
    cannot be found.
    """
    for name, column in by_hand.items():
        if column and column not in columns:
            raise DatasetError(
                f"There is no column “{column}” in the table (wanted for: {name}).",
                f"The columns are: {_listed(columns)}.",
            )
    mapping = guess_columns(fields, columns, rows, by_hand)
    for field in fields:
        if field.needed and field.name not in mapping:
            raise DatasetError(
                f"No column of the table seems to hold {field.needed}. Its columns are: {_listed(columns)}.",
                f"Say which column holds {field.needed} (on the command line by: --column {field.name}=NAME).",
            )
    return mapping


def label_field(names: Sequence[str]) -> Field:
    """The class, in a column with one of the names, the likeliest first."""
    return Field("label", lambda cells: _label_column(names, cells), needed="the class")


def named(names: Sequence[str], columns: Mapping[str, object]) -> str | None:
    """The column with the first of the names that there is."""
    plain = {plain_name(column): column for column in reversed(list(columns))}
    return next((plain[name] for name in names if name in plain), None)


def plain_name(column: str) -> str:
    """`imagePath`, `image_path` and `Image-Path` are one name."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.strip())
    return " ".join(re.split(r"[\s_.\-]+", spaced.casefold())).strip()


def is_numeric(values: Sequence[str]) -> bool:
    """Whether no value is anything but a number."""
    return all(re.fullmatch(r"[-+]?[0-9.,eE+-]+", value) for value in values if value)


def _label_column(names: Sequence[str], cells: Cells) -> str | None:
    """By name; else the one column whose few values come again and again, words before numbers."""
    by_name = named(names, cells)
    if by_name:
        return by_name
    taken = {_split_column(cells), named(GROUP_NAMES, cells)}
    candidates = [column for column in cells if column not in taken]
    if len(candidates) == 1:
        return candidates[0]
    repeating = {column: len(set(cells[column])) for column in candidates if _repeats(cells[column])}
    return min(repeating, key=lambda column: (is_numeric(cells[column]), repeating[column]), default=None)


def _split_column(cells: Cells) -> str | None:
    """A column in which every value is the name of a split, and not all are the same unless its name says so."""
    by_name = named(SPLIT_NAMES, cells)
    for column in ([by_name] if by_name else []) + list(cells):
        values = [value for value in cells[column] if value]
        if values and all(named_split(value) for value in values) and (column == by_name or len(set(values)) > 1):
            return column
    return None


def _repeats(values: Sequence[str]) -> bool:
    """Whether there are several values, each of which comes twice on average."""
    filled = [value for value in values if value]
    return 1 < len(set(filled)) <= (len(filled) + 1) // 2


def _listed(columns: Sequence[str], most: int = 50) -> str:
    return ", ".join(columns[:most]) + (f", … ({len(columns):,} in all)" if len(columns) > most else "")


SPLIT = Field("split", _split_column)
GROUP = Field("group", lambda cells: named(GROUP_NAMES, cells))
