"""Opening a model pack: all that can be wrong with it is found before anything of it is kept; knows no library.

A pack proves that it arrived as it was made, not who made it: weights are safetensors, which cannot run anything.
"""

import hashlib
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ptstudio.core.errors import ModelError, explain_os_error
from ptstudio.core.message import Record
from ptstudio.core.zip_member import DAMAGE, danger, is_locked, name_of
from ptstudio.library.manifest import MANIFEST, NEWEST_VERSION, PackedFile, PackManifest

MOST_FILES = 200_000
LARGEST_MANIFEST = 64 * 2**20
GET_AGAIN = "Copy or get the pack again. Nothing of it was kept."
ONLY_TRUSTED = "Use only packs from people you trust. Nothing of it was kept."
CHUNK = 2**20
ZIP_END, ZIP_END_BYTES = b"PK\x05\x06", 22
"""How the record at the end of a ZIP begins, and how long it is without a comment (APPNOTE.TXT, 4.3.16)."""

Progress = Callable[[int, int], None]
"""Told the bytes done and of how many; what it raises ends the work."""


class _Version(Record):
    version: int


@dataclass(frozen=True)
class Pack:
    """A pack whose structure is sound; `contents` is its manifest. Its files are checked when they are extracted."""

    path: Path
    contents: PackManifest

    @classmethod
    def open(cls, path: Path) -> "Pack":
        """Look into a pack without writing anything.

        Raises ModelError where it is damaged, made by a newer PTStudio, or could do harm; ProjectError and the like
        where it cannot be read.
        """
        with _archive(path) as archive:
            members = _members(path, archive)
            contents = _manifest(path, archive, members)
        _compare(path, members, contents)
        return cls(path, contents)

    def extract(self, files: Mapping[str, Path], progress: Progress = lambda _done, _total: None) -> None:
        """Read the whole pack and compare the size and sha256 of every file in it; write those of `files`, each by its
        place in the pack to a new path.

        Raises ModelError where a file is not what the manifest says, and what `progress` and the system raise; what
        was written until then is the caller's to throw away.
        """
        done = 0
        with _archive(self.path) as archive:
            members = _members(self.path, archive)
            for file in self.contents.files:
                with _new(files.get(file.path)) as target:
                    for piece in self._verified(archive, members[file.path], file):
                        target.write(piece)
                        done += len(piece)
                        progress(done, self.contents.size)

    def _verified(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: PackedFile) -> Iterator[bytes]:
        sha256, size = hashlib.sha256(), 0
        for piece in _pieces(self.path, archive, member):
            sha256.update(piece)
            size += len(piece)
            yield piece
        if (size, sha256.hexdigest()) != (file.size, file.sha256):
            raise ModelError(
                f"“{self.path.name}” was refused: “{file.path}” in it is not the file that was packed.",
                f"The pack was damaged or changed on its way. {GET_AGAIN}",
            )


def _new(path: Path | None) -> IO[bytes]:
    """A new file to write; without a path, one that keeps nothing."""
    if path is None:
        return Path(os.devnull).open("wb")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise _damaged(path) from error
    except OSError as error:
        raise explain_os_error(error, f"opening “{path.name}”") from error
    with archive:
        _refuse_more_than(path, archive)
        yield archive


def _refuse_more_than(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise ModelError where the file holds more than the ZIP, in front of it or behind: nobody knows what that is."""
    first = min((info.header_offset for info in archive.infolist()), default=0)
    with path.open("rb") as file:
        file.seek(-ZIP_END_BYTES, os.SEEK_END)
        is_end = file.read().startswith(ZIP_END)
    if first or not is_end:
        raise _refused(path, "there is something else in front of it or behind it", GET_AGAIN)


def _pieces(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a member, never more than it declares. Raises ModelError where it cannot be read to its end."""
    try:
        with archive.open(member) as packed:
            while piece := packed.read(CHUNK):
                yield piece
    except DAMAGE as error:
        raise _damaged(path) from error


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Raises ModelError where one of them must not be unpacked."""
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise _refused(path, f"it says that it holds {len(members):,} files", ONLY_TRUSTED)
    for info in members:
        if why := danger(info) or _unsuitable(info):
            raise _refused(path, f"“{name_of(info)}” in it {why}", ONLY_TRUSTED)
    names = Counter(name_of(info).casefold() for info in members)
    if doubled := next((name for name, count in names.items() if count > 1), None):
        raise _refused(path, f"it holds “{doubled}” twice", ONLY_TRUSTED)
    if sum(info.file_size for info in members) > path.stat().st_size:
        raise _refused(path, "it says that it holds more than it is large: it may be made to fill your disk", GET_AGAIN)
    return {name_of(info): info for info in members}


def _unsuitable(info: zipfile.ZipInfo) -> str:
    if is_locked(info):
        return "is locked with a password"
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        return "is compressed, which nothing in a model pack is: it may be made to fill your disk"
    return ""


def _manifest(path: Path, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> PackManifest:
    member = members.get(MANIFEST)
    if member is None:
        raise ModelError(
            f"“{path.name}” is no model pack: there is no {MANIFEST} in it.",
            "Model packs are made by PTStudio and end in .ptpack. Weights themselves are added by “models add”.",
        )
    if member.file_size > LARGEST_MANIFEST:
        raise _refused(path, "its list of contents is far too long", ONLY_TRUSTED)
    text = b"".join(_pieces(path, archive, member))
    try:
        if _Version.from_text(text).version > NEWEST_VERSION:
            raise ModelError(f"“{path.name}” was made by a newer PTStudio.", "Update PTStudio, then try again.")
        return PackManifest.from_text(text)
    except ValidationError as error:
        raise _refused(path, "its list of contents cannot be understood", GET_AGAIN) from error


def _compare(path: Path, members: Mapping[str, zipfile.ZipInfo], contents: PackManifest) -> None:
    """Raise ModelError where the members are not those of the manifest, or the manifest breaks its own rules."""
    if fault := contents.fault():
        raise _refused(path, fault[:1].lower() + fault[1:].removesuffix("."), ONLY_TRUSTED)
    listed = {file.path: file.size for file in contents.files}
    there = {name: info.file_size for name, info in members.items() if name != MANIFEST}
    if len(listed) < len(contents.files):
        raise _refused(path, "its list of contents names a file twice", ONLY_TRUSTED)
    if missing := _first(set(listed) - set(there)):
        raise _refused(path, f"“{missing}” is missing in it", GET_AGAIN)
    if extra := _first(set(there) - set(listed)):
        raise _refused(path, f"“{extra}” in it is not on its list of contents", ONLY_TRUSTED)
    if other := _first({name for name, size in there.items() if size != listed[name]}):
        raise _refused(path, f"“{other}” in it has another size than its list of contents says", GET_AGAIN)


def _first(names: set[str]) -> str:
    return min(names, default="")


def _damaged(path: Path) -> ModelError:
    return ModelError(f"“{path.name}” is damaged or was not copied completely.", GET_AGAIN)


def _refused(path: Path, why: str, hint: str) -> ModelError:
    return ModelError(f"“{path.name}” was refused: {why}.", hint)
