"""What lies on the disk for no model's sake: what was removed, begun or half-done, and can go; knows no network."""

import shutil
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from ptstudio.core.folder_size import size_of
from ptstudio.core.folders import data_folder
from ptstudio.library.library import TRASH, Library

DOWNLOADS = "downloads"
UNTOUCHED_S = 3600.0
"""How long nothing may have changed in a half-done folder before it counts as left by work that was cut off."""


class Kind(StrEnum):
    """Why it is there."""

    REMOVED = "removed"
    DOWNLOADS = "downloads"
    HALF_DONE = "half-done"


@dataclass(frozen=True)
class Leftover:
    """The folders of a kind; together they take `size` bytes."""

    kind: Kind
    folders: tuple[Path, ...]
    size: int


def leftovers(library: Library) -> list[Leftover]:
    """What can be deleted without any model being lost. Raises ModelError where the library is not there now."""
    hidden = [folder for folder in library.own.glob(".*/") if folder.name != TRASH]
    found = {
        Kind.REMOVED: list((library.own / TRASH).glob("*/")),
        Kind.DOWNLOADS: [folder for folder in (data_folder() / DOWNLOADS).glob("*/") if not _is_locked(folder)],
        Kind.HALF_DONE: [folder for folder in hidden if _is_untouched(folder)],
    }
    return [Leftover(kind, tuple(folders), sum(map(size_of, folders))) for kind, folders in found.items() if folders]


def delete(leftover: Leftover) -> None:
    """Delete it for good; what cannot be deleted stays, and is found again."""
    for folder in leftover.folders:
        shutil.rmtree(folder, ignore_errors=True)


def lock_of(folder: Path) -> FileLock:
    """What a worker holds while it fills the folder of a download."""
    return FileLock(f"{folder}.lock", timeout=0)


def _is_locked(folder: Path) -> bool:
    try:
        with lock_of(folder):
            return False
    except Timeout:
        return True


def _is_untouched(folder: Path) -> bool:
    try:
        newest = max(place.stat().st_mtime for place in (folder, *folder.rglob("*")))
    except OSError:
        return False  # it is being worked on: something in it has just gone
    return time.time() - newest > UNTOUCHED_S
