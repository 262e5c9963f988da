"""Pictures of what is only seen with things in pictures: boxes and masks, on every page that shows them."""

from pathlib import Path

import pytest

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_placed import PlacedCard
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.compared_dialog import ComparedDialog
from ptstudio.app.widgets.found_dialog import FoundDialog
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.placed_projects import box_project, mask_project
from tests.helpers.scripted_worker import script_worker

PLAIN = "prediction=SAYS"
SAYS = "prediction=found_{what}(int(Path(file).stem))"
BEFORE = "from tests.helpers.placed_projects import found_boxes, found_mask\n"


def picture(camera: Camera, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Take them: of boxes, and of masks."""
    for name, make in (("boxes", box_project), ("mask", mask_project)):
        (folder / name).mkdir(parents=True)
        script_worker(folder / name, patch, BEFORE + ANSWERS.replace(PLAIN, SAYS.format(what=name)))
        session = Session()
        session.open_project(make(folder / name / "project").folder)
        session.show_run(session.trainings()[-1])
        with camera.window(session, "data") as window:
            _picture_data(camera, window, name)
            _picture_training(camera, window, name)
            _picture_report(camera, window, name)
            _picture_answers(camera, window, name, folder / name / "cells")
        session.close_project()


def _picture_data(camera: Camera, window: MainWindow, name: str) -> None:
    wait()
    camera.take(window, f"placed-{name}-data")


def _picture_training(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("train")
    wait()
    camera.take(window, f"placed-{name}-train")


def _picture_report(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("evaluate")
    page = window.page
    if not isinstance(page, EvaluatePage):
        return
    wait_until(lambda: bool(page.view.cards), 30)
    wait()
    for number, card in enumerate(page.view.cards):
        page.verticalScrollBar().setValue(card.mapTo(page.view, card.rect().topLeft()).y() + page.view.y() - 12)
        camera.take(window, f"placed-{name}-report-{number}")
        if isinstance(card, PlacedCard):
            card.gallery.opened.emit(0)
            dialog = opened(card, ComparedDialog)
            wait()
            camera.take(dialog, f"placed-{name}-compared")
            dialog.ways.choose("swipe")
            dialog.ways.chosen.emit("swipe")
            dialog.swipe.go_closer(4)
            camera.take(dialog, f"placed-{name}-swiped")
            dialog.close()


def _picture_answers(camera: Camera, window: MainWindow, name: str, pictures: Path) -> None:
    window.show_page("try")
    page = window.page
    if not isinstance(page, TryOutPage):
        return
    page.take_dropped([pictures / f"{number}.png" for number in (7, 3, 4)])
    wait_until(lambda: len(page.trying.history.entries) == 3 and not page.trying.history.unanswered, 30)
    entries = page.trying.history.entries
    wait()
    camera.take(window, f"placed-{name}-try")
    page.answers.enlarged.emit(entries[0])
    dialog = opened(page, FoundDialog)
    wait()
    dialog.picture.go_closer(2)
    camera.take(dialog, f"placed-{name}-found")
    dialog.close()
