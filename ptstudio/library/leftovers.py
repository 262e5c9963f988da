"""What lies on the disk for no model's sake: what was removed, begun or half-done, and can go; knows no network."""

import shutil
import time
from contextlib import nullcontext, suppress
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
    found = {
        Kind.REMOVED: list((library.own / TRASH).glob("*/")),
        Kind.DOWNLOADS: [folder for folder in (data_folder() / DOWNLOADS).glob("*/") if not _is_locked(folder)],
        Kind.HALF_DONE: half_done(library.own),
    }
    return [Leftover(kind, tuple(folders), sum(map(size_of, folders))) for kind, folders in found.items() if folders]


def half_done(root: Path) -> list[Path]:
    """The folders of a library that work has left which was cut off; not those in which somebody may be working."""
    return [folder for folder in root.glob(".*/") if folder.name != TRASH and _is_untouched(folder)]


def delete(leftover: Leftover) -> None:
    """Delete it for good; what cannot be deleted, or is being worked on by now, stays and is found again."""
    for folder in leftover.folders:
        if leftover.kind is Kind.HALF_DONE and not _is_untouched(folder):
            continue
        with suppress(Timeout), lock_of(folder) if leftover.kind is Kind.DOWNLOADS else nullcontext():
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
