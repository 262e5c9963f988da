"""Makers of whole datasets: folders, tables and archives, good ones and bad ones."""

import stat
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.helpers.pictures import BLUE, GREEN, RED, jpeg_bytes, save

COLOURS = (RED, GREEN, BLUE)
ODD_NAMES = ("two words", "it's “quoted”", "🐱 emoji", "חתול", "ünïcode", "trailing space ", "100%", "a,b;c")


def class_folders(root: Path, classes: Mapping[str, int] | None = None, suffix: str = ".jpg") -> Path:
    """A folder per class with so many small pictures; no two pictures are the same."""
    for place, (name, count) in enumerate((classes or {"blue": 4, "green": 4, "red": 4}).items()):
        for number in range(count):
            save(root / name / f"{number}{suffix}", seed=1000 * place + number, colour=COLOURS[place % 3])
    return root


def split_folders(root: Path, splits: Mapping[str, int], classes: Sequence[str] = ("cat", "dog")) -> Path:
    """A folder per split with a folder per class."""
    for place, (split, count) in enumerate(splits.items()):
        class_folders(root / split, dict.fromkeys(classes, count))
        for index, name in enumerate(classes):
            for number in range(count):
                save(root / split / name / f"{number}.jpg", seed=10_000 * (place + 1) + 100 * index + number)
    return root


def add_junk(folder: Path) -> None:
    """What computers and people leave among data."""
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._1.jpg", ".hidden.jpg", "README.md", "LICENSE"):
        (folder / name).write_text("left behind")
    (folder / ".gitkeep").touch()
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._2.jpg").write_text("left behind")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "note.txt").write_text("left behind")


def pictures(folder: Path, names: Sequence[str]) -> Path:
    """Small pictures of these names in one folder."""
    for seed, name in enumerate(names):
        save(folder / name, seed=seed)
    return folder


def write_zip(path: Path, members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with these members."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def zip_folder(folder: Path, path: Path, inside: str = "") -> Path:
    """The folder's files packed, below the folder `inside` of the archive."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return write_zip(path, {inside + file.relative_to(folder).as_posix(): file.read_bytes() for file in files})


def zip_with_link(path: Path, target: str = "/etc/passwd") -> Path:
    """An archive with a symbolic link in it."""
    link = zipfile.ZipInfo("cats/link.jpg")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cats/1.jpg", jpeg_bytes())
        archive.writestr(link, target)
    return path


def zip_bomb(path: Path, size: int) -> Path:
    """An archive with a file of `size` zeros, a thousandth of that when packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros.bin", "w") as member:
        for _ in range(size // 2**20):
            member.write(bytes(2**20))
    return path


def zip_with_password(path: Path) -> Path:
    """An archive whose members say that they are encrypted."""
    write_zip(path, {"cats/1.jpg": jpeg_bytes()}, zipfile.ZIP_STORED)
    return _set_flags(path, 0x1)


def zip_with_silent_utf8(path: Path, name: str) -> Path:
    """An archive with a UTF-8 name that is not marked as such, as many programs write it."""
    write_zip(path, {name: jpeg_bytes()}, zipfile.ZIP_STORED)
    return _set_flags(path, 0)


def _set_flags(path: Path, flags: int) -> Path:
    """Overwrite the flags of the only member, in its own header and in the directory at the end."""
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, content.index(b"PK\x03\x04") + 6, flags)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 8, flags)
    path.write_bytes(content)
    return path
