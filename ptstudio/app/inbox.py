"""The inbox: what the model got wrong, each a file in a folder of its right label, for the next revision.

It knows no window. The folder is laid out as a folder for each class, so that it can be imported like any other data.
An import that takes it in moves its files to the dataset.
"""

import glob
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ptstudio.app.translation import tr
from ptstudio.core.errors import explain_os_error
from ptstudio.data._corrected import folder_of


@dataclass(frozen=True)
class Inbox:
    """The folder `inbox` of a project; nothing in it is ever written over."""

    folder: Path

    def add(self, file: Path, label: str) -> Path:
        """Copy a file to its label's folder and give the copy's place. Raises DiskFull, JobFailure."""
        with _explained(), file.open("rb") as source:
            return self._write(file.name, source, label)

    def add_content(self, name: str, content: bytes, label: str) -> Path:
        """Write a file of this name to its label's folder and give its place. Raises DiskFull, JobFailure."""
        with _explained():
            return self._write(name, io.BytesIO(content), label)

    def _write(self, name: str, source: BinaryIO, label: str) -> Path:
        place = self.folder / folder_of(label)
        place.mkdir(parents=True, exist_ok=True)
        return _written(source, place / name)

    def take_back(self, copy: Path) -> None:
        """Undo an `add`: remove the copy, and folders that are empty without it. Raises ProjectError, JobFailure."""
        try:
            copy.unlink(missing_ok=True)
            for folder in (copy.parent, self.folder):
                if not any(folder.iterdir()):
                    folder.rmdir()
        except FileNotFoundError:
            return  # somebody has tidied up already
        except OSError as error:
            raise explain_os_error(error, tr("taking it out of the inbox")) from error

    def count(self) -> int:
        """How many files wait."""
        return sum(1 for path in self.folder.glob("*/*") if not path.name.startswith("."))

    def is_taken_in(self, copy: Path) -> bool:
        """Whether a copy that lay here is part of a dataset of the project by now."""
        if copy.exists():
            return False
        name = f"{glob.escape(copy.stem)}-*{glob.escape(copy.suffix)}"
        places = self.folder.parent.glob(f"datasets/*/corrected/*/{glob.escape(copy.parent.name)}/{name}")
        return any(True for _ in places)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explain_os_error(error, tr("putting it into the inbox")) from error


def _written(source: BinaryIO, wanted: Path) -> Path:
    """Write under a temporary name first, so that there is never half a file."""
    handle, name = tempfile.mkstemp(dir=wanted.parent, prefix=f".{wanted.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        temporary.chmod(0o644)
        return _named(temporary, wanted)
    finally:
        temporary.unlink(missing_ok=True)


def _named(temporary: Path, wanted: Path) -> Path:
    """Give the file the first free name, by making a new file of that name, which fails where there is one."""
    number = 1
    while True:
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            target.open("xb").close()
        except FileExistsError:
            number += 1
            continue
        temporary.replace(target)
        return target
