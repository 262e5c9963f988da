"""Unpacking ZIP files that may be damaged or hostile; it does not know what they hold."""

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.amount import byte_size
from ptstudio.core.errors import DatasetError, explain_os_error
from ptstudio.core.room import free_bytes
from ptstudio.core.zip_member import DAMAGE, allowed_in_windows, danger, is_locked, name_of

# Pictures hardly shrink, tables by a factor of ten; a bomb is built for a factor of a thousand and more.
MAX_RATIO = 200
SMALL_ENOUGH = 100 * 2**20
SHARE_OF_FREE_DISK = 0.8

_CHUNK = 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def is_archive(path: Path) -> bool:
    """Whether this is a ZIP file: by its name, or, where that has no ending, by its content."""
    if not path.is_file():
        return False
    return path.suffix.lower() == ".zip" or (not path.suffix and zipfile.is_zipfile(path))


def unpack(path: Path, folder: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Unpack a ZIP file into the new folder `folder` (an empty one is replaced).

    `progress(done, total)` is told the bytes written; what it raises stops the unpacking. Unless all went well,
    nothing is left behind. Raises DatasetError for an archive that is damaged, has a password, leads out of the
    folder, holds links or would fill the disk; DiskFull and the like where writing fails.
    """
    with closing(_unpacked(path, folder)) as pieces:
        for done, total in pieces:
            if progress:
                progress(done, total)


@dataclass(frozen=True)
class _Member:
    info: zipfile.ZipInfo
    place: Path
    is_folder: bool


def _unpacked(path: Path, folder: Path) -> Generator[tuple[int, int], None, None]:
    """Unpack while being iterated; gives the bytes written so far, and of how many."""
    with _explained(path), zipfile.ZipFile(path) as archive:
        members = [_member(path, info) for info in archive.infolist()]
        total = sum(member.info.file_size for member in members)
        _check_size(path, folder, total)
        done = 0
        with _filled(folder) as temporary:
            for member in members:
                for written in _extract(archive, member, temporary / member.place):
                    done += written
                    yield done, total


def _member(path: Path, info: zipfile.ZipInfo) -> _Member:
    """Where below the folder a member belongs. Raises DatasetError for one that must not be unpacked."""
    name = name_of(info)
    if is_locked(info):
        raise DatasetError(f"“{path.name}” is locked with a password.", "Unpack it yourself, then choose the folder.")
    if info.compress_type not in _METHODS:
        raise DatasetError(
            f"“{path.name}” is packed in a way that cannot be read here (method {info.compress_type}).",
            "Unpack it yourself, then choose the folder.",
        )
    if why := danger(info):
        raise _refused(path, name, why)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    place = Path(*(allowed_in_windows(part) for part in parts) if os.name == "nt" else parts)
    return _Member(info, place, is_folder=name.endswith("/") or not parts)


@contextmanager
def _filled(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes `folder` if all goes well.

    The files are not forced to the disk one by one, as `core.atomic` does it for what people made: here that takes
    four milliseconds a file, and an archive can be unpacked again.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    if folder.exists():
        raise FileExistsError(errno.EEXIST, "This folder exists already", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        yield temporary
        temporary.chmod(0o755)
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _check_size(path: Path, folder: Path, total: int) -> None:
    packed = max(path.stat().st_size, 1)
    if total > SMALL_ENOUGH and total > MAX_RATIO * packed:
        raise DatasetError(
            f"“{path.name}” says that it unpacks to {byte_size(total)}, {total // packed:,} times its own size. "
            f"Up to {MAX_RATIO} times is accepted: it may be made to fill your disk.",
            "If you trust it, unpack it yourself, then choose the folder.",
        )
    free = free_bytes(folder)
    if total > SHARE_OF_FREE_DISK * free:
        raise DatasetError(
            f"“{path.name}” unpacks to {byte_size(total)}, but the disk has only {byte_size(free)} free, "
            f"of which at most {100 * SHARE_OF_FREE_DISK:.0f} % are used for this.",
            "Free some space, or choose a project folder on a larger disk.",
        )


def _extract(archive: zipfile.ZipFile, member: _Member, target: Path) -> Iterator[int]:
    """Write one member; yields the bytes written, a piece at a time. Its declared size and checksum are enforced."""
    if member.is_folder:
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member.info) as packed, target.open("wb") as file:
        while piece := packed.read(_CHUNK):
            file.write(piece)
            yield len(piece)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise DatasetError(
            f"“{path.name}” cannot be unpacked: there is something else already at {error.filename}.",
            "Choose another folder, or unpack it yourself and choose that folder.",
        ) from error
    except DAMAGE as error:
        raise _damaged(path) from error
    except OSError as error:
        if error.errno is None:  # bzip2's and lzma's way to say that the data is damaged
            raise _damaged(path) from error
        raise explain_os_error(error, f"“{path.name}” was unpacked") from error


def _damaged(path: Path) -> DatasetError:
    return DatasetError(
        f"“{path.name}” is damaged or was not copied completely.",
        "Get the file again, or unpack what can be saved and choose that folder.",
    )


def _refused(path: Path, name: str, why: str) -> DatasetError:
    return DatasetError(
        f"“{path.name}” was refused: “{name}” in it {why}.",
        "Use only archives from people you trust. If this one is harmless, unpack it yourself and choose the folder.",
    )
