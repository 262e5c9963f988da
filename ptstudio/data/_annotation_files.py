"""Files of annotations that lie in some folder among others; it opens none of them."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from ptstudio.core.dataset import Finding, Split
from ptstudio.data._junk import is_junk, subfolders, walk
from ptstudio.data._split_names import named_split, split_in_name

_DEEPEST_LOOK = 5
_MOST_LOOKED_AT = 2_000


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


def split_of_folders(path: Path, root: Path) -> Split | None:
    """The split that the innermost folder between `root` and `path` is named after, if any is."""
    inner = path.relative_to(root).parts[:-1] if path.is_relative_to(root) else ()
    splits = (named_split(part) or split_in_name(part) for part in reversed(inner))
    return next((split for split in splits if split), None)


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
