"""What a training computes with: several graphics cards, one, and none."""

from pathlib import Path

import pytest

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.core.machine import Device
from tests.gui.pictures_of.camera import Camera
from tests.helpers.windows import MACHINE, filled_project

CARD = Device(kind="cuda", title="Example graphics card", memory_mb=24_000)


def picture(camera: Camera, place: Path, _patch: pytest.MonkeyPatch) -> None:
    """Take the end of the form on the Train page for each kind of machine."""
    session = Session()
    session.open_project(filled_project(place / "leaves").folder)
    for name, cards, processes in (("cards", 4, 2), ("card", 1, 1), ("no-card", 0, 2)):
        session.machine = MACHINE.model_copy(update={"devices": (*MACHINE.devices, *[CARD] * cards)})
        session.choose_computing(processes, tuple(range(processes)) if cards > 1 else ())
        with camera.window(session, "train") as window:
            page = window.page
            assert isinstance(page, TrainPage)
            page.setup_tab.click()
            page.setup.every.setChecked(True)
            camera.take(page.setup.computing, f"computing-{name}")
