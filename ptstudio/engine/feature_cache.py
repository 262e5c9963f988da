"""Features on disk: written whole or not at all, found again by sample, kept within bounds; knows no network.

A file is a table whose rows are a sample's id and its features. Its name begins with that of the network, so that what
was computed for one selection of samples serves every other.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from ptstudio.core.amount import MB

MOST_MB = 2048


class NewTable:
    """The features of samples while they are being computed."""

    def __init__(self, file: Path, ids: Sequence[str]) -> None:
        self._file = file
        self._ids = np.char.encode(np.array(ids, dtype=np.str_), "utf-8")
        self._table: np.memmap[Any, np.dtype[np.void]] | None = None

    def put(self, places: Sequence[int], features: np.ndarray) -> None:
        """Write the features (places, width) of the samples at these places of the list."""
        if self._table is None:
            row = np.dtype([("id", self._ids.dtype), ("features", np.float32, features.shape[1:])])
            self._table = np.lib.format.open_memmap(self._file, mode="w+", dtype=row, shape=self._ids.shape)
            self._table["id"] = self._ids
        self._table["features"][places] = features

    def close(self) -> None:
        """Write what is still in memory."""
        if self._table is not None:
            self._table.flush()
        self._table = None


@contextmanager
def new_table(file: Path, ids: Sequence[str]) -> Iterator[NewTable]:
    """A table of these samples to fill; it becomes `file` when the block ends well, and vanishes otherwise."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        name = Path(part.name)
    try:
        table = NewTable(name, ids)
        try:
            yield table
        finally:
            table.close()  # Windows moves and deletes no file that is open
        name.replace(file)
    finally:
        name.unlink(missing_ok=True)


def features_in(file: Path) -> np.ndarray:
    """The features (samples, width) of a file, read through a memory map."""
    found: np.ndarray = np.load(file, mmap_mode="r")["features"]
    return found


def known(folder: Path, network: str, ids: Sequence[str]) -> Mapping[str, np.ndarray]:
    """What the files of a network say of these samples, by their ids, as far as they were computed before."""
    wanted, found = set(ids), dict[str, np.ndarray]()
    for file in _newest_first(folder, f"{network}-*.npy"):
        if not wanted:
            break
        with suppress(OSError, ValueError, KeyError, EOFError):  # damaged: as good as not there
            table = np.load(file, mmap_mode="r")
            for place, one in enumerate(table["id"].tolist()):
                if (name := one.decode()) in wanted:
                    found[name] = table["features"][place]
                    wanted.discard(name)
    return found


def trim(cache: Path, most_mb: float = MOST_MB) -> None:
    """Drop the oldest features until what is left takes at most `most_mb`; those that are in use may have to stay."""
    kept_mb = 0.0
    for file in _newest_first(cache / "features", "*.npy"):
        kept_mb += file.stat().st_size / MB
        if kept_mb > most_mb:
            with suppress(OSError):  # Windows deletes no file that somebody reads
                file.unlink()


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)
