"""What the formats made of folders share: which folders are classes, and where the dataset really begins."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.data._junk import files, is_junk, subfolders, walk
from ptstudio.data._split_names import named_split

_DEEPEST_WRAPPING = 5
_DEEPEST_LOOK = 4
_MOST_LOOKED_AT = 2_000


@dataclass(frozen=True)
class SampleFiles:
    """Which files are samples: what they are called, and what becomes of one with its class, its split and its group.

    `stranger` is what is said of a file that is none.
    """

    one: str
    many: str
    is_one: Callable[[Path], bool]
    made: Callable[[Path, str, Split | None, str | None], Sample | Finding]
    stranger: Callable[[Path], Finding]

    def count(self, number: int) -> str:
        """So many of them, in words."""
        return f"1 {self.one}" if number == 1 else f"{number:,} {self.many}"


def class_name(text: str) -> str:
    """A class as it is called from here on: composed characters (NFC), no white space at the ends."""
    return unicodedata.normalize("NFC", text).strip()


def holds_samples(folder: Path, kind: SampleFiles, depth: int = _DEEPEST_LOOK) -> bool:
    """Whether a sample is found in a short look into a folder and its subfolders."""
    try:
        with os.scandir(folder) as entries:
            seen = [Path(entry.path) for entry, _ in zip(entries, range(_MOST_LOOKED_AT), strict=False)]
    except OSError:
        return False
    if any(kind.is_one(path) and not is_junk(path.name) and not path.is_dir() for path in seen):
        return True
    inner = (one for one in subfolders(folder) if not one.is_symlink())
    return depth > 1 and any(holds_samples(one, kind, depth - 1) for one in inner)


def class_folders(folder: Path, kind: SampleFiles) -> list[Path]:
    """The subfolders with samples in them."""
    return [inner for inner in subfolders(folder) if holds_samples(inner, kind)]


def classes_root(path: Path, kind: SampleFiles) -> Path | None:
    """The folder with the class folders: a single one that holds folders with samples itself only wraps the dataset."""

    def has_classes(folder: Path) -> bool:
        classes = class_folders(folder, kind)
        return len(classes) > 1 or any(
            holds_samples(only, kind, depth=1) or not class_folders(only, kind) for only in classes
        )

    return unwrapped(path, has_classes, kind.is_one) if path.is_dir() else None


def classes_in_words(root: Path, kind: SampleFiles) -> tuple[float, str]:
    """How sure it is that the folders in `root` are classes, and why."""
    names = [folder.name for folder in class_folders(root, kind)]
    if len(names) == 1:
        return 0.5, f"1 folder with {kind.many} in it: {names[0]}"
    reason = f"{len(names):,} folders with {kind.many} in them: {listed(names)}"
    if all(named_split(name) for name in names):
        return 0.3, f"{reason}; but their names are those of splits"
    return 0.9, reason


def unwrapped(folder: Path, is_root: Callable[[Path], bool], is_sample: Callable[[Path], bool]) -> Path | None:
    """The folder for which `is_root` holds: this one, or the only one in it, as most ZIP files are packed.

    A folder with samples of its own wraps nothing.
    """
    for _ in range(_DEEPEST_WRAPPING):
        if is_root(folder):
            return folder
        inner = subfolders(folder)
        if len(inner) != 1 or any(is_sample(file) for file in files(folder)):
            return None
        folder = inner[0]
    return None


def read_classes(root: Path, kind: SampleFiles, split: Split | None = None) -> Iterator[Sample | Finding]:
    """The samples below `root`, whose subfolders are classes; deeper subfolders are groups."""
    outside: list[Path] = []
    filled: set[str] = set()
    for found in walk(root):
        filled.add(_topmost(Path(found.path) if isinstance(found, Finding) else found, root))
        if isinstance(found, Finding):
            yield found
        elif not kind.is_one(found):
            if found.stat().st_size:  # an empty file of another kind only holds its place
                yield kind.stranger(found)
        else:
            inside = found.relative_to(root).parts[:-1]
            label = class_name(inside[0]) if inside else ""
            if label:
                group = "/".join(inside[1:]) or None
                yield kind.made(found, label, split, group)
            else:
                outside.append(found)
    if outside:
        yield _outside(root, outside, kind)
    yield from (_empty(folder, kind) for folder in subfolders(root) if folder.name not in filled)
    yield from _hidden(root, kind)


def listed(names: Sequence[str], most: int = 5) -> str:
    """The names in one line, the first few of them if they are many."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _topmost(path: Path, root: Path) -> str:
    """The folder in `root` that a path lies in; nothing where bytes in its name were replaced."""
    return path.relative_to(root).parts[0] if path.is_relative_to(root) and path != root else ""


def _outside(root: Path, found: Sequence[Path], kind: SampleFiles) -> Finding:
    lies = f"{kind.count(len(found))} {'lies' if len(found) == 1 else 'lie'}"
    return Finding(
        kind="missing-label",
        severity="error",
        path=str(root),
        reason=f"{lies} here outside of any class folder, so that nobody can tell their class: "
        f"{listed([path.name for path in found], 3)}.",
        remedy=f"Move each {kind.one} into the folder of its class, or leave them out.",
    )


def _empty(folder: Path, kind: SampleFiles) -> Finding:
    return Finding(
        kind="empty-folder",
        severity="warning",
        path=str(folder),
        reason=f"The folder “{folder.name}” holds no {kind.many}, so there is nothing to learn of it.",
        remedy="If it is a class, put its pictures inside and import again; otherwise remove it.",
    )


def _hidden(root: Path, kind: SampleFiles) -> Iterator[Finding]:
    """A hidden folder with samples may be a class whose name begins with a dot: that must not vanish unseen."""
    try:
        with os.scandir(root) as entries:
            hidden = sorted(entry.path for entry in entries if entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return
    for path in map(Path, hidden):
        if holds_samples(path, kind, depth=1):
            yield Finding(
                kind="hidden-folder",
                severity="warning",
                path=str(path),
                reason=f"The folder “{path.name}” is hidden, as its name begins with a dot; its {kind.many} are left "
                "out.",
                remedy="If it is a class, rename the folder so that it begins with a letter.",
            )
