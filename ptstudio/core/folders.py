"""Where PTStudio keeps things that belong to no project."""

import os
import tempfile
from pathlib import Path

import platformdirs

from ptstudio.core import atomic
from ptstudio.core.errors import ProjectError

HOME_VARIABLE = "PTSTUDIO_HOME"
SHARED_LIBRARY_VARIABLE = "PTSTUDIO_SHARED_LIBRARY"
LIBRARY_PLACE = "library-folder"
"""The file in the data folder that says where the library was moved to."""


def data_folder() -> Path:
    """The user's own data folder of the platform; the environment variable PTSTUDIO_HOME overrules it."""
    overruled = os.environ.get(HOME_VARIABLE)
    return Path(overruled) if overruled else platformdirs.user_data_path("PTStudio", appauthor=False)


def check_data_folder() -> None:
    """Make sure that the data folder can be written. Raises ProjectError that names it."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ProjectError(
            f"PTStudio cannot keep anything in its own folder “{folder}”: {error.strerror or error}.",
            f"Make that folder writable, or name another one by the environment variable {HOME_VARIABLE}. Until then "
            "models cannot be added, and the window forgets its preferences.",
        ) from error


def library_folder() -> Path:
    """Where the user's own pretrained models are kept: in the data folder, or where they have been moved to."""
    return moved_library() or data_folder() / "library"


def moved_library() -> Path | None:
    """Where the library was moved to, if it was; a drive that is not connected now is no reason to forget it."""
    try:
        place = (data_folder() / LIBRARY_PLACE).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return Path(place) if place else None


def is_library_there() -> bool:
    """Whether the drive is connected to which the library was moved; one that never moved is always there."""
    place = moved_library()
    return place is None or place.is_dir()


def remember_library(folder: Path) -> None:
    """Keep the library at `folder` from now on; it must hold what the library held. Raises OSError."""
    atomic.write_text(data_folder() / LIBRARY_PLACE, f"{folder.resolve()}\n")


def shared_library() -> Path:
    """The folder of models that all users of this machine share, which is only read and need not be there.

    The environment variable PTSTUDIO_SHARED_LIBRARY names another one than the platform's.
    """
    overruled = os.environ.get(SHARED_LIBRARY_VARIABLE)
    return Path(overruled) if overruled else platformdirs.site_data_path("PTStudio", appauthor=False) / "library"


def resources() -> Path:
    """The folder that ships with the program: starter weights, samples, templates."""
    package = Path(__file__).parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
