"""Features on disk: written whole or not at all, found again by sample, kept within bounds; knows no network.

A file is a table whose rows are a sample's id and its features. Its name begins with that of the network, so that what
was computed for one selection of samples serves every other.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ptstudio.engine.looking.oldest_first import drop_oldest, newest_first
from ptstudio.engine.looking.row_file import RowReader, Rows, RowWriter

MOST_MB = 2048
TAKEN_AT_ONCE = 1000
"""How many samples' features are held in memory on their way from one file to the next."""

Ids = NDArray[np.bytes_]


class NewTable:
    """The features of samples while they are being computed."""

    def __init__(self, file: Path, ids: Ids) -> None:
        self._file = file
        self._ids = ids
        self._writer: RowWriter | None = None
        self._row = np.dtype([])

    def put(self, places: Sequence[int], features: Rows) -> None:
        """Write the features (places, …) of the samples at these places of the list. Raises OSError."""
        if self._writer is None:
            self._row = np.dtype([("id", self._ids.dtype), ("features", np.float32, features.shape[1:])])
            self._writer = RowWriter.new(self._file, self._row, len(self._ids))
        rows = np.empty(len(places), self._row)
        rows["id"], rows["features"] = self._ids[list(places)], features
        self._writer.write(places, rows)


@contextmanager
def new_table(file: Path, ids: Ids) -> Iterator[NewTable]:
    """A table of these samples to fill; it becomes `file` when the block ends well, and vanishes otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        name = Path(part.name)
    try:
        yield NewTable(name, ids)
        name.replace(file)
    finally:
        name.unlink(missing_ok=True)


def take_known(folder: Path, network: str, ids: Ids, table: NewTable) -> NDArray[np.int64]:
    """Put into a table what the files of a network in `folder` say of its samples; gives the places still missing."""
    missing = np.arange(len(ids))
    for file in newest_first(folder, f"{network}-*.npy"):
        if not len(missing):
            break
        with suppress(OSError, ValueError, KeyError, EOFError):  # damaged: as good as not there
            reader = RowReader(file)
            is_there, rows = _found(ids[missing], reader.column("id"))
            _copy(reader, rows, table, missing[is_there])
            missing = missing[~is_there]
    return missing


def _found(wanted: Ids, there: Ids) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of the wanted ids are there, and in which rows those are."""
    by_id = np.argsort(there)
    at = np.minimum(np.searchsorted(there, wanted, sorter=by_id), len(there) - 1)
    rows = by_id[at]
    is_there: NDArray[np.bool_] = there[rows] == wanted
    return is_there, rows[is_there]


def _copy(reader: RowReader, rows: NDArray[np.int64], table: NewTable, places: NDArray[np.int64]) -> None:
    for start in range(0, len(rows), TAKEN_AT_ONCE):
        taken = slice(start, start + TAKEN_AT_ONCE)
        table.put(places[taken].tolist(), reader.rows(rows[taken].tolist())["features"])


def trim(cache: Path, most_mb: float = MOST_MB) -> None:
    """Drop the oldest features until what is left takes at most `most_mb`; those that are in use may have to stay."""
    drop_oldest(cache / "features", most_mb)
