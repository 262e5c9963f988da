"""The Library page: filled, its menus, what a check and a move say, and what takes how much disk."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages import _library_house as library_house
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.question import Question
from ptstudio.app.widgets.usage_dialog import UsageDialog
from ptstudio.app.widgets.verdicts_dialog import VerdictsDialog
from ptstudio.core.folders import data_folder, library_folder, shared_library
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.gui.pictures_of.known_models import arrived, put_here
from tests.helpers.hands import click
from tests.helpers.pretrained import model, put_into
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import filled_project

HERE = ("mobilenet_v3_large", "resnet18", "facebook-convnextv2-nano-1k-224")
CHECKS = """
tell(StageChanged(stage='verify', title='Reading the weights'))
tell(StepEnded(stage='verify', done=512 * 2**20, total=1200 * 2**20, bytes_per_s=84 * 2**20, remaining_s=8))
while not (folder / 'requests.jsonl').exists():
    time.sleep(0.02)
tell(RunStopped(message='Stopped.'))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the page and all that its menus open."""
    _fill()
    session = Session()
    session.open_project(filled_project(place / "leaves").folder)
    with camera.window(session, "library") as window:
        page = library_page(window)
        _picture_page(camera, window, page)
        _picture_check(camera, window, page, place, patch)
        _picture_usage(camera, page)
        _picture_move(camera, page, place, patch)
        page.table.select(["oak"])
        page.house._say_moved(library_folder(), {"folder": "/media/me/drive/ptstudio-library"})
        camera.take(window, "library-moved")
    session.close_project()


def library_page(window: MainWindow) -> LibraryPage:
    """The page of this window."""
    page = window.pages["library"]
    assert isinstance(page, LibraryPage)
    return page


def _fill() -> None:
    put_here(*HERE)
    oak = model(key="oak", title="Oak net of our own, with quite a long title", licence="unknown", source="oak.pth")
    put_into(library_folder(), oak)
    put_into(shared_library(), arrived("regnet_y_400mf"))
    unfinished = data_folder() / "downloads" / "resnet50"
    unfinished.mkdir(parents=True)
    (unfinished / "weights.part").write_bytes(b"0" * 7_000_000)


def _picture_page(camera: Camera, window: MainWindow, page: LibraryPage) -> None:
    page.table.select(["resnet18"])
    camera.take(window, "library-page")
    page.table.select(["regnet_y_400mf"])
    camera.take(window, "library-shared")
    for name, button in (("more", page.more), ("more-of-one", page.more_of_one)):
        button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
        camera.take(button.menu(), f"library-{name}")
        button.menu().close()


def _picture_check(
    camera: Camera, window: MainWindow, page: LibraryPage, place: Path, patch: pytest.MonkeyPatch
) -> None:
    script_worker(place, patch, CHECKS)
    page.verify_all.trigger()
    wait(1000)
    camera.take(window, "library-checking")
    click(page.work.bar.stop)
    wait_until(page.notice.isVisible, 20)
    for name, damaged in (("intact", ()), ("damaged", ("oak",))):
        page.house._say_verdicts({"models": [_verdict(key, is_intact=key not in damaged) for key in (*HERE, "oak")]})
        camera.take(window, f"library-{name}")
    click(next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Show each"))
    dialog = opened(page, VerdictsDialog)
    camera.take(dialog, "library-verdicts")
    dialog.reject()
    page.notice.hide()


def _verdict(key: str, *, is_intact: bool) -> dict[str, object]:
    words = {
        "message": f"The weights of “{key}” are not those that were put into the library.",
        "hint": "Remove the model and get it, or add it, again.",
    }
    return {"key": key, "title": key, "sha256": "ab" * 32, "is_intact": is_intact} | ({} if is_intact else words)


def _picture_usage(camera: Camera, page: LibraryPage) -> None:
    page.usage.trigger()
    dialog = opened(page, UsageDialog)
    wait_until(lambda: bool(dialog.ticks), 20)
    camera.take(dialog, "library-usage")
    dialog.ticks[0].setChecked(True)
    camera.take(dialog, "library-usage-ticked")
    dialog.accept()


def _picture_move(camera: Camera, page: LibraryPage, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the question before the library moves, and answer no."""
    drive = place / "drive"
    (drive / "photos").mkdir(parents=True)
    asked: list[str] = []

    def answer(parent: QWidget, title: str, text: str, yes: str) -> bool:
        question = Question(parent, title, text, yes)
        question.open()
        camera.take(question, "library-move")
        question.reject()
        asked.append(title)
        return False

    patch.setattr(library_house, "choose_folder", lambda *_: drive)
    patch.setattr(library_house, "is_confirmed", answer)
    page.move_library.trigger()
    wait_until(lambda: bool(asked), 20)
