"""What every table gives, whatever file it lies in: columns, and numbered rows of text."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as text, one for each column; `number` counts from 1 in the file, headers included."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    number: int
    reason: str
    remedy: str


@dataclass(frozen=True)
class Table:
    """Named columns, and a way to stream the rows, as often as wanted."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row | BadRow]]


def as_text(value: object) -> str:
    """A cell of a typed table as text: nothing for a missing value, whole numbers without a fraction."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Column names without white space at their ends; nameless ones are numbered, equal ones told apart."""
    unique: list[str] = []
    for position, name in enumerate(names, start=1):
        plain = name.strip() or f"column {position}"
        candidate, copy = plain, 1
        while candidate in unique:
            copy += 1
            candidate = f"{plain} ({copy})"
        unique.append(candidate)
    return tuple(unique)
