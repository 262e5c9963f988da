"""Which columns of a table hold the text and its labels: all of them in one cell, or a mark in a column for each."""

from collections.abc import Sequence

from ptstudio.data._columns import GROUP, LABEL_NAMES, SPLIT, Cells, Field, label_field, named
from ptstudio.data._label_cells import label_cells
from ptstudio.data._text_columns import CLASS_NAMES, PAIR, TEXT

CLASSES_NAMES = (
    "labels", "tags", "classes", "categories", "topics", "genres", "emotions", "intents", "keywords", "themes",
    "label names", "label list", "all labels", "label ids", "annotations", "codes", "schlagworte", *CLASS_NAMES,
)  # fmt: skip
_YES = frozenset(("1", "1.0", "true", "t", "x", "yes", "y", "✓", "✔", "ja", "wahr"))
_NO = frozenset(("", "0", "0.0", "false", "f", "no", "n", "-", "nein", "falsch"))
_FEWEST = 2
"""Columns of marks; a single one tells classes apart, not labels."""


def mark(cell: str) -> bool | None:
    """Whether a cell says that a label is given; None where it says neither."""
    plain = cell.strip().casefold()
    return True if plain in _YES else False if plain in _NO else None


def marked_columns(cells: Cells, taken: Sequence[str]) -> list[str]:
    """The columns that hold nothing but marks, beside those that are `taken`; none where they are too few."""
    found = [column for column in cells if column not in taken and _holds_marks(cells[column])]
    is_marked = any(mark(cell) for column in found for cell in cells[column])
    return found if len(found) >= _FEWEST and is_marked else []


def is_called_class(column: str, marked: Sequence[str]) -> bool:
    """Whether a column is called as one that holds a class by itself; of the `marked` ones, no less clearly than so."""
    names = LABEL_NAMES if column in marked else CLASS_NAMES
    return named(names, {column: ""}) is not None


def _holds_marks(values: Sequence[str]) -> bool:
    return any(values) and all(mark(value) is not None for value in values)


def _labels_column(cells: Cells) -> str | None:
    """By name; else the one with several labels in its cells; else as a single class is found."""
    by_name = named(CLASSES_NAMES, cells)
    if by_name:
        return by_name
    several = (column for column in cells if label_cells(cells[column]).is_sure)
    return next(several, None) or label_field(()).guess(cells)


LABEL_TEXT_FIELDS = (TEXT, PAIR, Field("labels", _labels_column, needed="the labels"), SPLIT, GROUP)
MARKED_TEXT_FIELDS = (TEXT, PAIR, SPLIT, GROUP)
