"""Whether a disk has room for what is to be written; does not know what that is."""

import shutil
from pathlib import Path

from ptstudio.core.amount import byte_size
from ptstudio.core.errors import DiskFull


def free_bytes(place: Path) -> int:
    """What is free on the disk where `place` lies or will lie. Raises OSError."""
    return shutil.disk_usage(next(folder for folder in (place, *place.absolute().parents) if folder.exists())).free


def check_room(needed: int, place: Path, what: str, hint: str) -> None:
    """Compare `needed` bytes with what is free where `place` lies or will lie. Raises DiskFull, which names `what`."""
    free = free_bytes(place)
    if needed > free:
        raise DiskFull(f"{what} takes {byte_size(needed)}, but only {byte_size(free)} are free on its disk.", hint)
