"""Files of annotations that lie in some folder among others; it opens none of them."""

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, Split
from ptstudio.data._junk import files, is_junk, subfolders, walk
from ptstudio.data._split_names import named_split

_DEEPEST_LOOK = 5
_MOST_LOOKED_AT = 2_000
_KINDS = ("", "images", "image", "imgs", "img", "pictures", "photos", "labels", "masks", "annotations", "set", "data",
          "dataset", "split", "jpegimages")  # fmt: skip


def all_files(path: Path, suffixes: tuple[str, ...]) -> Iterator[Path | Finding]:
    """Every file below `path` whose name ends so, or `path` itself, and a finding for each folder that is closed."""
    if path.is_file():
        yield path
    else:
        for found in walk(path):
            if isinstance(found, Finding):
                if found.kind == "unreadable-folder":
                    yield found
            elif found.suffix.lower() in suffixes:
                yield found


def first_files(path: Path, suffixes: tuple[str, ...], most: int = 20) -> list[Path]:
    """A few of them, found by a short look into each folder."""
    if path.is_file():
        return [path] if path.suffix.lower() in suffixes else []
    return list(itertools.islice(_looked_for(path, suffixes, _DEEPEST_LOOK), most))


def data_root(path: Path) -> Path:
    """The folder that data begin in: where one holds nothing but another, as most ZIP files are packed, the inner one,
    so that the name of the outer one is not taken for that of a split.
    """
    folder = path
    for _ in range(_DEEPEST_LOOK):
        inner = subfolders(folder)
        if len(inner) != 1 or files(folder):
            return folder
        folder = inner[0]
    return folder


def pictures_root(path: Path) -> Path:
    """The folder below which the pictures lie; a single file may be in a folder of annotations beside them."""
    if path.is_dir():
        return data_root(path)
    return path.parent.parent if path.parent.name.casefold() in ("annotations", "labels") else path.parent


def split_of_folders(path: Path, root: Path) -> Split | None:
    """The split that the innermost folder between `root` and `path` is named after, if any is."""
    inner = path.relative_to(root).parts[:-1] if path.is_relative_to(root) else ()
    return next((split for part in reversed(inner) if (split := _named(part))), None)


def _named(folder: str) -> Split | None:
    """The split in names such as “train2017” and “images_val”, but not in “test tubes”."""
    words = [word for word in re.split(r"[^a-z]+", folder.casefold()) if word not in _KINDS]
    return named_split(words[0]) if len(words) == 1 else None


def _looked_for(folder: Path, suffixes: tuple[str, ...], depth: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            seen = [Path(entry.path) for entry, _ in zip(entries, range(_MOST_LOOKED_AT), strict=False)]
    except OSError:
        return
    yield from sorted(path for path in seen if path.suffix.lower() in suffixes and not is_junk(path.name))
    if depth > 1:
        for inner in subfolders(folder):
            if not inner.is_symlink():
                yield from _looked_for(inner, suffixes, depth - 1)
