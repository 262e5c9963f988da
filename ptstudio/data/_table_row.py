"""What every table gives, whatever file it lies in: columns, and numbered rows of text."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row as text, one for each column; `number` counts from 1 in the file, headers included.

    `errors` are the places of empty cells that hold no value but an error, such as “#N/A”.
    """

    number: int
    cells: tuple[str, ...]
    errors: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row, or one cell of it, that cannot be used, and why."""

    number: int
    reason: str
    remedy: str
    kind: str = "bad-row"


def _no_reason(row: Row, place: int) -> BadRow | None:
    del row, place
    return None


@dataclass(frozen=True)
class Table:
    """Named columns, and a way to stream the rows, as often as wanted.

    `why_empty(row, place)` says why a cell is empty, where the file tells; rows are asked about in their order.
    `delimiter` is what divides the cells in the file, where they are divided by a sign, and `quote` the quotation mark
    around them (`none` where marks are letters like others); empty for a file that has no such thing. `remark` says
    what is left out of the file, to be put behind a reason.
    """

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row | BadRow]]
    why_empty: Callable[[Row, int], BadRow | None] = _no_reason
    delimiter: str = ","
    quote: str = ""
    remark: str = ""


def as_text(value: object) -> str:
    """A cell of a typed table as text: nothing for a missing value, whole numbers without a fraction, lists as JSON
    unless they hold a single value.
    """
    if value is None or value == [] or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list):
        is_single = len(value) == 1 and not isinstance(value[0], list | dict)
        return as_text(value[0]) if is_single else json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Column names without white space at their ends; nameless ones are numbered, equal ones told apart."""
    unique: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        plain = name.strip() or f"column {position}"
        candidate, copy = plain, unique.get(plain, 1)
        while candidate in unique:
            copy += 1
            candidate = f"{plain} ({copy})"
        unique[candidate] = 1
        unique[plain] = copy
    return tuple(unique)


def used_width(cells: Sequence[str]) -> int:
    """The number of cells up to the last that is not empty."""
    return max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
