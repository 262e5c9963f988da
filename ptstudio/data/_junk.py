"""Walking through folders as people keep them, past what computers leave in them; it knows nothing of pictures."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding

_LEFT_BY_COMPUTERS = {
    "__macosx",
    "__pycache__",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "@eadir",
}
_ABOUT_THE_DATA = re.compile(
    r"(readme|licen[cs]e|copying|notice|changelog|authors|citation)(\.(txt|md|rst|html?|pdf|rtf|docx?|cff|bib))?", re.I
)
_DIGITS = re.compile(r"([0-9]+)")


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name is passed over: hidden, or left by a system."""
    return name.startswith(".") or name.lower() in _LEFT_BY_COMPUTERS


def natural(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A key by which “image 2” sorts before “image 10”."""
    parts = _DIGITS.split(name.casefold())
    return [(1, int(part), "") if _DIGITS.fullmatch(part) else (2, 0, part) for part in parts if part], name


def walk(folder: Path) -> Iterator[Path | Finding]:
    """Every file below `folder` that is not junk, a folder's own files before those of its subfolders.

    The order is the same on every machine. Linked folders are followed once, and never back into `folder`. What
    cannot be opened or named becomes a finding: `unreadable-folder`, `broken-link`, `misspelt-name`.
    """
    root = Path(os.path.realpath(folder))
    linked: set[Path] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = _entries(here)
        except OSError as error:
            yield _unreadable(here, error)
            continue
        subfolders: list[Path] = []
        for entry in entries:
            if not _is_unicode(entry.name):
                yield _misspelt(here / entry.name)
            elif _is_folder(entry):
                if not _is_link(entry) or _is_worth_following(Path(entry.path), root, linked):
                    subfolders.append(here / entry.name)
            else:
                yield from _file(here / entry.name, entry)
        waiting.extend(reversed(subfolders))


def subfolders(folder: Path) -> list[Path]:
    """The folders in `folder` that are not junk, sorted; none where it cannot be read."""
    try:
        return [folder / entry.name for entry in _entries(folder) if _is_unicode(entry.name) and _is_folder(entry)]
    except OSError:
        return []


def files(folder: Path) -> list[Path]:
    """The files in `folder` itself that are neither junk nor empty, sorted; none where it cannot be read."""
    try:
        entries = [entry for entry in _entries(folder) if _is_unicode(entry.name) and not _is_folder(entry)]
    except OSError:
        return []
    found = [(folder / entry.name, entry) for entry in entries]
    return [path for path, entry in found if path in _file(path, entry) and entry.stat().st_size]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if not is_junk(entry.name)), key=lambda entry: natural(entry.name))


def _is_unicode(name: str) -> bool:
    """Other systems and old programs leave names in encodings of their own, which no JSON can hold."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _is_link(entry: os.DirEntry[str]) -> bool:
    """A symbolic link, or one of the other ways in which Windows makes a folder appear twice."""
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return entry.is_symlink() or bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


def _file(path: Path, entry: os.DirEntry[str]) -> Iterator[Path | Finding]:
    """The file; pipes, sockets and the like are passed over."""
    if _ABOUT_THE_DATA.fullmatch(path.name):
        return
    try:
        if entry.is_file():
            yield path
            return
    except OSError:
        pass
    if entry.is_symlink() and not path.exists():
        yield _broken_link(path)


def _is_worth_following(link: Path, root: Path, linked: set[Path]) -> bool:
    """A link back into the tree, or to a folder around it, leads to what is walked anyway, or round in a circle."""
    target = Path(os.path.realpath(link))
    if target.is_relative_to(root) or root.is_relative_to(target) or target in linked:
        return False
    linked.add(target)
    return True


def _unreadable(folder: Path, error: OSError) -> Finding:
    return Finding(
        kind="unreadable-folder",
        severity="error",
        path=str(folder),
        reason=f"This folder cannot be opened ({error.strerror or error}); what lies in it is missing here.",
        remedy="Give yourself the right to read the folder, then import again.",
    )


def _misspelt(path: Path) -> Finding:
    return Finding(
        kind="misspelt-name",
        severity="error",
        path=os.fsencode(path).decode(errors="replace"),
        reason="The name holds bytes that are no letters in Unicode, probably from an old system or archive.",
        remedy="Rename it with letters as you see them here, then import again.",
    )


def _broken_link(path: Path) -> Finding:
    return Finding(
        kind="broken-link",
        severity="error",
        path=str(path),
        reason="This is a link to something that is no longer there.",
        remedy="Put the file itself in its place, or remove the link.",
    )
