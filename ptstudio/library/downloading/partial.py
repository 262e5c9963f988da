"""A file that is still arriving: its bytes so far, and of what they are part; kept over restarts."""

import os
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from ptstudio.core.atomic import write_text
from ptstudio.core.message import Record
from ptstudio.library.downloading.remote_file import RemoteFile

SUFFIX = ".part"


class _Note(Record):
    """Of what the bytes are part; `etag` is how the server named the content, `total` its size where it said so."""

    address: str
    size: int
    sha256: str
    etag: str = ""
    total: int | None = None


class Partial:
    """The bytes of `file` so far, beside the place that it will have; a context manager that closes them."""

    def __init__(self, file: RemoteFile, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.place = folder / file.name
        self.path = folder / f"{file.name}{SUFFIX}"
        self._note_path = folder / f"{file.name}{SUFFIX}.json"
        self._note = _Note(address=file.address, size=file.size, sha256=file.sha256)
        known = self._read_note()
        if known is None or known.model_copy(update={"etag": "", "total": None}) != self._note:
            self.path.unlink(missing_ok=True)
            write_text(self._note_path, self._note.to_text())
        else:
            self._note = known
        self._bytes = self.path.open("ab", buffering=0)

    def __enter__(self) -> "Partial":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bytes.close()

    @property
    def size(self) -> int:
        """How many bytes are there."""
        return self._bytes.tell()

    @property
    def etag(self) -> str:
        """How the server named the content that the bytes are part of."""
        return self._note.etag

    @property
    def total(self) -> int | None:
        """How many bytes there will be, where that is known."""
        return self._note.total

    def begin(self, etag: str, total: int | None) -> None:
        """Start from nothing, with `total` bytes of content that the server names `etag`."""
        self._bytes.truncate(0)
        self._bytes.seek(0)
        self._note = self._note.model_copy(update={"etag": etag, "total": total})
        write_text(self._note_path, self._note.to_text())

    def write(self, piece: bytes) -> None:
        """Add bytes. Raises OSError where the disk is full."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self._bytes.write(rest) :]

    def finish(self) -> Path:
        """The bytes are whole and right: put them in their place, at once or not at all."""
        os.fsync(self._bytes.fileno())
        self._bytes.close()
        self.path.replace(self.place)
        self._note_path.unlink(missing_ok=True)
        return self.place

    def discard(self) -> None:
        """The bytes are of no use."""
        self.begin("", None)

    def _read_note(self) -> _Note | None:
        try:
            return _Note.from_text(self._note_path.read_bytes())
        except (OSError, ValidationError):
            return None


def size_so_far(file: RemoteFile, folder: Path) -> int:
    """How many bytes of a file are on this machine already, whole or in part."""
    for path in (folder / file.name, folder / f"{file.name}{SUFFIX}"):
        if path.is_file():
            return path.stat().st_size
    return 0
