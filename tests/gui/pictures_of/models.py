"""The Model page: its cards, its table, its details, the comparison of four, and what is recommended."""

from pathlib import Path

import pytest

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.model_browser import CARDS, TABLE
from ptstudio.app.widgets.model_comparison_dialog import ModelComparisonDialog
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.gui.pictures_of.known_models import put_here, put_too_big
from tests.helpers.hands import write
from tests.helpers.windows import filled_project

COMPARED = ("starter", "mobilenet_v3_large", "efficientnet_v2_s", "facebook-convnextv2-nano-1k-224")


def picture(camera: Camera, place: Path, _: pytest.MonkeyPatch) -> None:
    """Take the page as it is found, as it is looked through, and what it opens."""
    put_here("mobilenet_v3_large", "resnet18", "efficientnet_v2_s")
    too_big = put_too_big()
    session = Session()
    session.open_project(filled_project(place / "leaves").folder)
    details = {
        "ready": "resnet18",
        "not-here": "convnext_tiny",
        "recommended": "mobilenet_v3_large",
        "non-commercial": "facebook-convnextv2-nano-1k-224",
        "too-big": too_big,
    }
    with camera.window(session, "model") as window:
        page = model_page(window)
        camera.take(window, "models-cards")
        for name, key in details.items():
            page.browser.selected.emit(key)
            page.browser.select(key)
            camera.take(window, f"models-details-{name}")
        page.browser.selected.emit("mobilenet_v3_large")
        _picture_looking(camera, window, page)
        _picture_comparison(camera, window, page)
    session.close_project()


def model_page(window: MainWindow) -> ModelPage:
    """The page of this window, once it has listed the models."""
    page = window.pages["model"]
    assert isinstance(page, ModelPage)
    wait_until(lambda: bool(page.browser.shown_keys()))
    wait()
    return page


def _picture_looking(camera: Camera, window: MainWindow, page: ModelPage) -> None:
    page.filters.looks.choose(TABLE)
    page.filters.look_chosen.emit(TABLE)
    camera.take(window, "models-table")
    write(page.filters.search, "mobile")
    camera.take(window, "models-searched-table")
    page.filters.look_chosen.emit(CARDS)
    page.filters.looks.choose(CARDS)
    camera.take(window, "models-searched")
    page.filters.boxes["is_here"].setChecked(True)
    page.filters.search.clear()
    write(page.filters.search, "vision transformer")
    camera.take(window, "models-none-found")
    page.filters.loosen("")


def _picture_comparison(camera: Camera, window: MainWindow, page: ModelPage) -> None:
    for key in COMPARED:
        page.browser.rows.tick(key, is_wanted=True)
    camera.take(window, "models-ticked")
    page.comparing.line.compare.click()
    dialog = opened(page, ModelComparisonDialog)
    camera.take(dialog, "models-comparison")
    dialog.reject()
    page.browser.rows.tick("alexnet", is_wanted=True)
    camera.take(window, "models-too-many-ticked")
