"""Moving the library to another folder or drive: copied, compared, and only then removed; knows no network."""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ptstudio.core.atomic import new_folder
from ptstudio.core.errors import JobFailure, ProjectError, explain_os_error
from ptstudio.core.folder_size import size_of
from ptstudio.core.folders import remember_library
from ptstudio.core.room import check_room
from ptstudio.library.leftovers import half_done
from ptstudio.library.library import TRASH, Library
from ptstudio.library.pack import CHUNK, Progress
from ptstudio.library.turns import turn_now
from ptstudio.library.weights import digest


def move_library(library: Library, target: Path, progress: Progress = lambda _done, _total: None) -> Path:
    """Move the user's own library into the new or empty folder `target`; gives its place.

    Every file is copied and read again, the new place is remembered, and then what was copied is removed from the old
    one. Whatever fails or stops before that leaves the library where it was. `progress` is told bytes, each twice: once
    copied, once compared. Raises ProjectError where the folder cannot be taken, JobFailure while somebody else changes
    the library, DiskFull, and the errors of `explain_os_error`.
    """
    try:
        with turn_now():
            return _move(library.own.resolve(), target.resolve(), progress)
    except OSError as error:
        raise explain_os_error(error, "moving the library") from error


def _move(source: Path, place: Path, progress: Progress) -> Path:
    _check(source, place)
    source.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rmdir()
    with new_folder(place) as temporary:
        moved = _copy(source, temporary, progress)
    remember_library(place)
    _remove(source, moved)
    return place


def _check(source: Path, place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise ProjectError(f"“{place}” is not empty.", "Choose a new or empty folder for the library.")
    if place == source or place.is_relative_to(source) or source.is_relative_to(place):
        raise ProjectError(f"“{place}” and the library now lie in one another.", "Choose a folder apart from it.")
    check_room(size_of(source), place, "The library", "Free some space, or choose another drive. Nothing was moved.")


def _copy(source: Path, folder: Path, progress: Progress) -> Iterable[Path]:
    """Copy and compare the files of the library; gives them."""
    files = _files(source)
    total, done = 2 * sum(size for size, _ in files.values()), 0
    for file in files:
        copy = folder / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        sha256 = hashlib.sha256()
        with file.open("rb") as old, copy.open("xb") as new:
            while piece := old.read(CHUNK):
                sha256.update(piece)
                done += new.write(piece)
                progress(done, total)
        if digest(copy) != sha256.hexdigest():
            raise JobFailure(
                f"“{copy.name}” reads differently from how it was written there.",
                "The new drive may be failing: choose another one. The library is where it was.",
            )
        done += copy.stat().st_size
        progress(done, total)
    if _files(source) != files:
        raise JobFailure(
            "The library changed while it was being moved, so it stays where it was.",
            "Wait until nothing is added to it or taken out of it any more, then try again.",
        )
    return files


def _remove(source: Path, moved: Iterable[Path]) -> None:
    """Remove what was moved and what was half-done; what somebody has put there in the last moment stays."""
    for file in moved:
        with suppress(OSError):
            file.unlink()
    for folder in half_done(source):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in sorted((source, *source.rglob("*/")), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def _files(source: Path) -> dict[Path, tuple[int, int]]:
    """The files to be moved, each with its size in bytes and the time of its last change."""
    files = [file for file in source.rglob("*") if file.is_file() and _is_kept(file.relative_to(source))]
    return {file: ((facts := file.stat()).st_size, facts.st_mtime_ns) for file in files}


def _is_kept(place: Path) -> bool:
    """Everything but what a killed program left half-done; those folders are hidden, as the trash is."""
    return place.parts[0] == TRASH or not place.parts[0].startswith(".")
