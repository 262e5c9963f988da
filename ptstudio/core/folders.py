"""Where PTStudio keeps things that belong to no project."""

import os
import tempfile
from pathlib import Path

import platformdirs

from ptstudio.core.errors import ProjectError

HOME_VARIABLE = "PTSTUDIO_HOME"


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
    """Where the user's own pretrained models are kept."""
    return data_folder() / "library"


def resources() -> Path:
    """The folder that ships with the program: starter weights, samples, templates."""
    package = Path(__file__).parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
