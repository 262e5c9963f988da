"""What is worked out of every sample once, such as a picture decoded and squeezed, and kept on disk for later looks.

Knows nothing of what it is. Each is kept with its checksum, so that one that was half written when the power went is
worked out anew.
"""

import shutil
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

import numpy as np

from ptstudio.core.amount import MB
from ptstudio.data._revision import SplitRows
from ptstudio.engine.looking.oldest_first import drop_oldest
from ptstudio.engine.looking.row_file import RowReader, RowWriter
from ptstudio.tasks._task import Preparation

MOST_MB = 8192.0
SHARE_OF_DISK = 0.25
"""Of the space that is free, and never more than `MOST_MB`; beyond it every look works things out anew."""

FOLDER = "prepared"
Prepared = Callable[[int], np.ndarray]
"""What was worked out of the sample at a place of a split."""


def fresh(rows: SplitRows, preparation: Preparation) -> Prepared:
    """Worked out at every look, for those who look once."""
    return lambda index: preparation.make(rows[index])


def kept(rows: SplitRows, preparation: Preparation, cache: Path) -> Prepared:
    """Worked out at the first look, and found in `cache` from then on; `fresh`, where that has no room."""
    row = np.dtype([("sum", np.uint32), ("values", np.dtype(preparation.dtype), preparation.shape)])
    file = cache / FOLDER / f"{preparation.key}-{rows.digest}.npy"
    if not file.exists():
        trim(cache, MOST_MB - len(rows) * row.itemsize / MB)
        if not _has_room(cache, len(rows) * row.itemsize / MB):
            return fresh(rows, preparation)
        with suppress(OSError):
            _make(file, row, len(rows))
    try:
        return _Kept(rows, preparation, file, row)
    except (OSError, ValueError):
        file.unlink(missing_ok=True)
        return fresh(rows, preparation)


class _Kept:
    def __init__(self, rows: SplitRows, preparation: Preparation, file: Path, row: "np.dtype[np.void]") -> None:
        self._rows, self._make, self._row = rows, preparation.make, row
        self._reader, self._writer = RowReader(file), RowWriter.onto(file)
        self._lock = Lock()

    def __call__(self, index: int) -> np.ndarray:
        (known,) = self._reader.rows([index])
        if known["sum"] and known["sum"] == _sum(known["values"]):
            values: np.ndarray = known["values"]
            return values
        made = self._make(self._rows[index])
        entry = np.empty(1, self._row)
        entry["sum"], entry["values"] = _sum(made), made
        with self._lock, suppress(OSError):  # a full disk only means that it is worked out again
            self._writer.write([index], entry)
        return made


def trim(cache: Path, most_mb: float = MOST_MB) -> None:
    """Drop the oldest files until what is left takes at most `most_mb`."""
    drop_oldest(cache / FOLDER, most_mb)


def _has_room(cache: Path, needed_mb: float) -> bool:
    there = next(folder for folder in (cache, *cache.parents) if folder.exists())
    return needed_mb <= min(MOST_MB, SHARE_OF_DISK * shutil.disk_usage(there).free / MB)


def _make(file: Path, row: "np.dtype[np.void]", rows: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        name = Path(part.name)
    RowWriter.new(name, row, rows)
    name.replace(file)


def _sum(values: np.ndarray) -> int:
    """Never 0, which is what lies where nothing was written yet."""
    return zlib.crc32(np.ascontiguousarray(values).data) or 1
