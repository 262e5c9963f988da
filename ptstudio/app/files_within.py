"""The files that a person means by files and folders; knows neither pictures nor texts, nor any widget."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ptstudio.data._junk import is_junk


def files_within(paths: Iterable[Path], is_wanted: Callable[[Path], bool]) -> Iterator[Path]:
    """The files among `paths` as they are, and those in its folders whose names are wanted, in order."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not is_junk(name))
            yield from (Path(folder, name) for name in sorted(files) if not is_junk(name) and is_wanted(Path(name)))
