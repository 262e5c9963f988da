"""The files of a folder that belong to whoever looks at it."""

from collections.abc import Iterator
from pathlib import Path


def visible_files(folder: Path) -> Iterator[Path]:
    """The files in a folder, in order; what is hidden stays at home, and links are no files of the folder."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from visible_files(path)
        else:
            yield path
