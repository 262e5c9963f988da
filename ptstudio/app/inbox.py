"""The inbox: pictures that the model got wrong, each in a folder of its right label, for the next revision.

It knows no window. The folder is laid out as a folder for each class, so that it can be imported like any other data.
An import that takes it in moves its pictures to the dataset.
"""

import glob
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ptstudio.app.translation import tr
from ptstudio.core.errors import explain_os_error
from ptstudio.data._corrected import folder_of


@dataclass(frozen=True)
class Inbox:
    """The folder `inbox` of a project; nothing in it is ever written over."""

    folder: Path

    def add(self, picture: Path, label: str) -> Path:
        """Copy a picture to its label's folder and give the copy's place. Raises DiskFull, JobFailure."""
        place = self.folder / folder_of(label)
        try:
            place.mkdir(parents=True, exist_ok=True)
            return _copy(picture, place)
        except OSError as error:
            raise explain_os_error(error, tr("copying the picture to the inbox")) from error

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
            raise explain_os_error(error, tr("taking the picture out of the inbox")) from error

    def count(self) -> int:
        """How many pictures wait."""
        return sum(1 for path in self.folder.glob("*/*") if not path.name.startswith("."))

    def is_taken_in(self, copy: Path) -> bool:
        """Whether a copy that lay here is part of a dataset of the project by now."""
        if copy.exists():
            return False
        name = f"{glob.escape(copy.stem)}-*{glob.escape(copy.suffix)}"
        places = self.folder.parent.glob(f"datasets/*/corrected/*/{glob.escape(copy.parent.name)}/{name}")
        return any(True for _ in places)


def _copy(picture: Path, place: Path) -> Path:
    """Copy under a temporary name first, so that there is never half a picture."""
    handle, name = tempfile.mkstemp(dir=place, prefix=f".{picture.name[:40]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target, picture.open("rb") as source:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        temporary.chmod(0o644)
        return _named(temporary, picture, place)
    finally:
        temporary.unlink(missing_ok=True)


def _named(temporary: Path, picture: Path, place: Path) -> Path:
    """Give the copy the first free name, by making a new file of that name, which fails where there is one."""
    number = 1
    while True:
        target = place / (picture.name if number == 1 else f"{picture.stem}-{number}{picture.suffix}")
        try:
            target.open("xb").close()
        except FileExistsError:
            number += 1
            continue
        temporary.replace(target)
        return target
