"""Writes a picture of every page, dialog and state of the window: light and dark, large and small.

Run as: QT_QPA_PLATFORM=offscreen PYTHONPATH=. python tests/gui/pictures.py FOLDER [--pages data train]
[--states filled] [--scenes ranking packs] [--themes light]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.theme import theme
from ptstudio.core.folders import HOME_VARIABLE, SHARED_LIBRARY_VARIABLE
from tests.gui.pictures_of.camera import Camera
from tests.gui.pictures_of.pages import picture_pages
from tests.gui.pictures_of.projects import STATES
from tests.gui.pictures_of.scenes import SCENES

SIZES = ((1440, 900), (960, 516))


def main() -> None:
    """Write all pictures, named theme-width-page-state.png and theme-width-scene-what.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", nargs="+", default=[facts.step.key for facts in all_pages()])
    parser.add_argument("--states", nargs="*", default=list(STATES))
    parser.add_argument("--scenes", nargs="*", default=list(SCENES))
    parser.add_argument("--themes", nargs="+", default=["light", "dark"])
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    cameras = [Camera(options.folder, chosen, size) for chosen in options.themes for size in SIZES]
    with tempfile.TemporaryDirectory() as place:
        _use_home(Path(place))
        for state in options.states:
            with STATES[state](Path(place) / state) as session:
                for camera in cameras:
                    theme().choose(camera.theme)
                    picture_pages(camera, session, state, options.pages)
        for number, camera in enumerate(cameras):
            theme().choose(camera.theme)
            for name in options.scenes:
                own = Path(place) / f"{name}-{number}"
                _use_home(own)
                with pytest.MonkeyPatch.context() as patch:
                    SCENES[name](camera, own, patch)
    application.quit()


def _use_home(place: Path) -> None:
    """Whatever is remembered or kept in a library lies in here."""
    os.environ[HOME_VARIABLE] = str(place / "home")
    (place / "shared").mkdir(parents=True, exist_ok=True)
    os.environ[SHARED_LIBRARY_VARIABLE] = str(place / "shared")


if __name__ == "__main__":
    main()
