"""A table on disk, written and read row by row as ordinary files are; knows not what its rows are.

A memory map would end the process when it is written on a full disk. When it is read, Linux maps sixteen pages for each
that is looked at: training on 30,000 pictures held 320 MB of them.
"""

import io
import weakref
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from ptstudio.core.amount import MB

AT_ONCE_MB = 4.0
"""How much of a table is in memory while a column of it is read."""

Rows = np.ndarray[Any, np.dtype[Any]]


class RowWriter:
    """Writes rows to their places in a table, a file in the format of NumPy (`.npy`); keeps no file open."""

    def __init__(self, file: Path, start: int, row_bytes: int) -> None:
        self._file, self._start, self._row_bytes = file, start, row_bytes

    @classmethod
    def new(cls, file: Path, row: "np.dtype[np.void]", rows: int) -> "RowWriter":
        """Make a table of `rows` rows of a structured type, all zero at first. Raises OSError."""
        header = _header(row, rows)
        with file.open("wb") as stream:
            stream.write(header)
            stream.truncate(len(header) + rows * row.itemsize)
        return cls(file, len(header), row.itemsize)

    @classmethod
    def onto(cls, file: Path) -> "RowWriter":
        """Go on with a table that is there. Raises OSError or ValueError for a file that is none."""
        table = np.load(file, mmap_mode="r")
        return cls(file, table.offset, table.itemsize)

    def write(self, places: Sequence[int], rows: Rows) -> None:
        """Write rows to their places. Raises OSError, for instance where the disk is full."""
        with self._file.open("r+b") as stream:
            for first, end in _stretches(places):
                stream.seek(self._start + places[first] * self._row_bytes)
                stream.write(rows[first:end].tobytes())


class RowReader:
    """An existing table, whose rows may still be written by others, and which others may delete. Safe to use from
    several threads.

    Raises OSError or ValueError for a file that is none, or is damaged.
    """

    def __init__(self, file: Path) -> None:
        table = np.load(file, mmap_mode="r")
        self._start, self._row, self._rows = int(table.offset), table.dtype, len(table)
        self._stream = file.open("rb", buffering=0)
        self._lock = Lock()
        weakref.finalize(self, self._stream.close)

    def __len__(self) -> int:
        return self._rows

    def column(self, name: str) -> Rows:
        """One column, whole."""
        step = max(1, int(AT_ONCE_MB * MB / self._row.itemsize))
        starts = range(0, len(self), step)
        parts = [self.rows(range(start, min(start + step, len(self))))[name].copy() for start in starts]
        return np.concatenate(parts) if parts else np.empty(0, self._row)[name]

    def rows(self, places: Sequence[int]) -> Rows:
        """Copies of rows. Raises OSError, also where the file has become shorter."""
        found: Rows = np.empty(len(places), self._row)
        for first, end in _stretches(places):
            into = found[first:end].view(np.uint8)
            with self._lock:
                self._stream.seek(self._start + places[first] * self._row.itemsize)
                if self._stream.readinto(into.data) != into.size:
                    raise OSError(f"{self._stream.name} is shorter than it was")
        return found


def _header(row: "np.dtype[np.void]", rows: int) -> bytes:
    found = io.BytesIO()
    described = {"descr": np.lib.format.dtype_to_descr(row), "fortran_order": False, "shape": (rows,)}
    np.lib.format.write_array_header_2_0(found, described)
    return found.getvalue()


def _stretches(places: Sequence[int]) -> list[tuple[int, int]]:
    """Where places follow upon each other: from the first of each stretch to its end, as positions in the sequence."""
    breaks = [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
    return list(zip([0, *breaks], [*breaks, len(places)], strict=True)) if len(places) else []
