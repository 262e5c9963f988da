"""How much folders take on disk; knows nothing of what lies in them."""

from collections.abc import Iterable
from pathlib import Path


def size_mb(folders: Iterable[Path]) -> float:
    """All files in folders and below, in megabytes; what cannot be looked at counts as nothing."""
    return sum(_bytes(file) for folder in folders for file in folder.rglob("*")) / 2**20


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0
