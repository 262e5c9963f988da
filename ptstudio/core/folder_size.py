"""How much a folder takes on disk; knows nothing of what lies in it."""

from pathlib import Path


def size_of(folder: Path) -> int:
    """All files in a folder and below, in bytes; what cannot be looked at, or is not there, counts as nothing."""
    return sum(_bytes(file) for file in folder.rglob("*"))


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
