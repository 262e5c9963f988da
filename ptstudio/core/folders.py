"""Where PTStudio keeps things that belong to no project."""

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "PTSTUDIO_HOME"


def data_folder() -> Path:
    """The user's own data folder of the platform; the environment variable PTSTUDIO_HOME overrules it."""
    overruled = os.environ.get(HOME_VARIABLE)
    return Path(overruled) if overruled else platformdirs.user_data_path("PTStudio", appauthor=False)


def library_folder() -> Path:
    """Where the user's own pretrained models are kept."""
    return data_folder() / "library"


def resources() -> Path:
    """The folder that ships with the program: starter weights, samples, templates."""
    package = Path(__file__).parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
