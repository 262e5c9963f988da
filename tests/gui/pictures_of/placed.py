"""Pictures of what is only seen with things in pictures: boxes and masks, on every page that shows them."""

from pathlib import Path

import pytest

from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_placed import PlacedCard
from ptstudio.app.pages._train_watch import TrainWatch
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.compared_dialog import ComparedDialog
from ptstudio.app.widgets.found_dialog import FoundDialog
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.placed_projects import box_project, coco_folder, mask_project
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
    _picture_import(camera, folder)


def _picture_data(camera: Camera, window: MainWindow, name: str) -> None:
    wait()
    camera.take(window, f"placed-{name}-data")
    page = window.page
    if isinstance(page, DataPage) and name == "boxes":
        page.contents.tabs.setCurrentWidget(page.contents.places)
        camera.take(window, f"placed-{name}-places")
        page.contents.tabs.setCurrentIndex(0)


def _picture_training(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("train")
    wait()
    page = window.page
    if isinstance(page, TrainPage):
        page.ensureWidgetVisible(page.findChildren(TrainWatch)[0])
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


def _picture_import(camera: Camera, folder: Path) -> None:
    """Where data of boxes may come from, and what is in them before they are imported."""
    session = Session()
    session.open_project(folder / "import", is_new=True)
    session.task = "object-detection"
    with camera.window(session, "data") as window:
        camera.take(window, "placed-formats")
    wizard = ImportWizard(session, source=coco_folder(folder / "coco"))
    wizard.resize(min(camera.size[0], 1100), min(camera.size[1], 760))
    wizard.show()
    wait_until(lambda: wizard.bench.reader.is_done, 60)
    camera.take(wizard, "placed-wizard-found")
    wizard.next()
    wait()
    camera.take(wizard, "placed-wizard-look")
    wizard.look.samples.grid.enlarged.emit(3)
    if wizard.look.samples.large is not None:
        wait()
        camera.take(wizard.look.samples.large, "placed-wizard-large")
    wizard.reject()
    wizard.deleteLater()
    session.close_project()
    wait()
