"""How much folders take on disk, as it is shown; knows nothing of what lies in them."""

from collections.abc import Iterable
from pathlib import Path

from ptstudio.core.amount import MB
from ptstudio.core.folder_size import size_of


def size_mb(folders: Iterable[Path]) -> float:
    """All files in folders and below, in megabytes; what cannot be looked at counts as nothing."""
    return sum(map(size_of, folders)) / MB
