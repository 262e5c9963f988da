"""Writing that either happens whole or not at all: temporary file, fsync, rename."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Replace the file at `path` by `text` (UTF-8); a reader sees the old content or the new, never a part.

    Raises OSError where the folder cannot be written or the disk is full; the old file is then untouched.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Replace the file at `path` by `content`; see `write_text`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give the path of a temporary file to write; it becomes `path` when the block ends well and vanishes otherwise.

    Raises FileExistsError if `path` is there already: what is written once is never written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        _flush(temporary)
        if path.exists():
            raise FileExistsError(17, "This file exists already", str(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder to fill; it becomes `path` when the block ends well and vanishes when it does not.

    Raises FileExistsError if `path` is there already: what is written once is never written over.
    """
    if path.exists():
        raise FileExistsError(17, "This folder exists already", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield temporary
        for file in temporary.rglob("*"):
            if file.is_file():
                file.chmod(0o644)  # some libraries write for their owner alone
                _flush(file)
        temporary.chmod(0o755)
        temporary.replace(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Like `new_folder`, but what was at `path` gives way once the new content is complete on disk."""
    old = path.with_name(f".{path.name}.old")
    fresh = path.with_name(f".{path.name}.new")
    for leftover in (old, fresh):
        shutil.rmtree(leftover, ignore_errors=True)
    with new_folder(fresh) as temporary:
        yield temporary
    if path.exists():
        path.replace(old)
    fresh.replace(path)
    shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
