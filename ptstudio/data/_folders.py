"""What the formats made of folders share: which folders are classes, and where the dataset really begins."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.data._image import is_image_name
from ptstudio.data._junk import files, is_junk, subfolders, walk
from ptstudio.data._picture_problems import not_a_picture

_DEEPEST_WRAPPING = 5
_DEEPEST_LOOK = 4
_MOST_LOOKED_AT = 2_000


def class_name(text: str) -> str:
    """A class as it is called from here on: composed characters (NFC), no white space at the ends."""
    return unicodedata.normalize("NFC", text).strip()


def holds_pictures(folder: Path, depth: int = _DEEPEST_LOOK) -> bool:
    """Whether a picture is found in a short look into a folder and its subfolders."""
    try:
        with os.scandir(folder) as entries:
            seen = [Path(entry.path) for entry, _ in zip(entries, range(_MOST_LOOKED_AT), strict=False)]
    except OSError:
        return False
    if any(is_image_name(path) and not is_junk(path.name) for path in seen):
        return True
    inner = (one for one in subfolders(folder) if not one.is_symlink())
    return depth > 1 and any(holds_pictures(one, depth - 1) for one in inner)


def class_folders(folder: Path) -> list[Path]:
    """The subfolders with pictures in them."""
    return [inner for inner in subfolders(folder) if holds_pictures(inner)]


def unwrapped(folder: Path, is_root: Callable[[Path], bool]) -> Path | None:
    """The folder for which `is_root` holds: this one, or the only one in it, as most ZIP files are packed."""
    for _ in range(_DEEPEST_WRAPPING):
        if is_root(folder):
            return folder
        inner = subfolders(folder)
        if len(inner) != 1 or any(is_image_name(file) for file in files(folder)):
            return None
        folder = inner[0]
    return None


def read_classes(root: Path, split: Split | None = None) -> Iterator[Sample | Finding]:
    """The pictures below `root`, whose subfolders are classes; deeper subfolders are groups."""
    outside: list[Path] = []
    filled: set[str] = set()
    for found in walk(root):
        filled.add(_topmost(Path(found.path) if isinstance(found, Finding) else found, root))
        if isinstance(found, Finding):
            yield found
        elif not is_image_name(found):
            if found.stat().st_size:  # an empty file of another kind only holds its place
                yield _not_an_image(found)
        else:
            inside = found.relative_to(root).parts[:-1]
            label = class_name(inside[0]) if inside else ""
            if label:
                group = "/".join(inside[1:]) or None
                yield Sample(path=found, fields={"image": found, "label": label}, split=split, group=group)
            else:
                outside.append(found)
    if outside:
        yield _outside(root, outside)
    yield from (_empty(folder) for folder in subfolders(root) if folder.name not in filled)
    yield from _hidden(root)


def listed(names: Sequence[str], most: int = 5) -> str:
    """The names in one line, the first few of them if they are many."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _topmost(path: Path, root: Path) -> str:
    """The folder in `root` that a path lies in; nothing where bytes in its name were replaced."""
    return path.relative_to(root).parts[0] if path.is_relative_to(root) and path != root else ""


def _not_an_image(path: Path) -> Finding:
    reason, remedy = not_a_picture(path)
    return Finding(kind="not-an-image", severity="error", path=str(path), reason=reason, remedy=remedy)


def _outside(root: Path, pictures: Sequence[Path]) -> Finding:
    count = "1 picture lies" if len(pictures) == 1 else f"{len(pictures):,} pictures lie"
    return Finding(
        kind="missing-label",
        severity="error",
        path=str(root),
        reason=f"{count} here outside of any class folder, so that nobody can tell what they show: "
        f"{listed([picture.name for picture in pictures], 3)}",
        remedy="Move each picture into the folder of its class, or leave them out.",
    )


def _empty(folder: Path) -> Finding:
    return Finding(
        kind="empty-folder",
        severity="warning",
        path=str(folder),
        reason=f"The folder “{folder.name}” holds no pictures, so there is nothing to learn of it.",
        remedy="If it is a class, put its pictures inside and import again; otherwise remove it.",
    )


def _hidden(root: Path) -> Iterator[Finding]:
    """A hidden folder with pictures may be a class whose name begins with a dot: that must not vanish unseen."""
    try:
        with os.scandir(root) as entries:
            hidden = sorted(entry.path for entry in entries if entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return
    for path in map(Path, hidden):
        if holds_pictures(path, depth=1):
            yield Finding(
                kind="hidden-folder",
                severity="warning",
                path=str(path),
                reason=f"The folder “{path.name}” is hidden, as its name begins with a dot; its pictures are left out.",
                remedy="If it is a class, rename the folder so that it begins with a letter.",
            )
