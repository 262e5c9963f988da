"""Whether a disk has room for what is to be written; does not know what that is."""

import shutil
from pathlib import Path

from ptstudio.core.errors import DiskFull


def check_room(needed: int, place: Path, what: str, hint: str) -> None:
    """Compare `needed` bytes with what is free where `place` lies or will lie. Raises DiskFull, which names `what`."""
    nearest = next(folder for folder in (place, *place.absolute().parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    if needed > free:
        raise DiskFull(
            f"{what} takes {needed / 2**20:,.0f} MB, but only {free / 2**20:,.0f} MB are free on its disk.", hint
        )
