"""What has to be fetched for one model, and what is known of it before; fetches nothing itself."""

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ptstudio.core.folders import data_folder
from ptstudio.library.downloading.partial import size_so_far
from ptstudio.library.downloading.remote_file import RemoteFile
from ptstudio.library.leftovers import DOWNLOADS

LEFTOVER_DAYS = 30


def nothing_to_judge(_folder: Path) -> None:
    """Where the small files say nothing about the weights."""


@dataclass(frozen=True)
class Package:
    """The `files` of a model, to be gathered in `folder`; `weights` is what is then added to the library under `key`.

    `facts` are what its publisher says of it. `judge` looks at the small files before the weights are fetched, and
    raises ModelError for a model that could not be used. A package without files is complete.
    """

    asked: str
    key: str
    folder: Path
    weights: Path
    files: tuple[RemoteFile, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    needs_token: bool = False
    judge: Callable[[Path], None] = nothing_to_judge

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def size_so_far(self) -> int:
        """The bytes that are on this machine already."""
        return sum(size_so_far(file, self.folder) for file in self.files)


def staging_folder(name: str) -> Path:
    """Where the files of a model are gathered until all of them are there and verified."""
    return data_folder() / DOWNLOADS / name


def forget_leftovers() -> None:
    """Delete what was begun long ago and never finished."""
    for folder in staging_folder(".").glob("*/"):
        if time.time() - folder.stat().st_mtime > LEFTOVER_DAYS * 86_400:
            shutil.rmtree(folder, ignore_errors=True)
