"""How long texts are: all of them read whole, some of them cut off, and most of them."""

from pathlib import Path

import pytest

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.core.preview import Previewed
from tests.gui.pictures_of.camera import Camera, wait_until
from tests.helpers.lengths import lengths
from tests.helpers.scripted_worker import ending_worker
from tests.helpers.text_projects import text_project

SHOWN = {"whole": lengths(30, 256), "some": lengths(90, 256), "most": lengths(900, 512)}


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the train page with each."""
    place.mkdir(parents=True, exist_ok=True)
    session = Session()
    session.open_project(text_project(place / "project").folder)
    with camera.window(session, "train") as window:
        page = window.pages["train"]
        assert isinstance(page, TrainPage)
        page.setup_tab.click()
        camera.take(window, "lengths-none")
        for name, shown in SHOWN.items():
            ending_worker(place, patch, Previewed(preview=shown).model_dump(mode="json"))
            card = page.setup.preview
            card.ask.click()
            card.view.hide()
            wait_until(card.view.isVisible)
            camera.take(window, f"lengths-{name}")
            camera.take(card, f"lengths-{name}-card")
    session.close_project()
