"""Pictures of what is only seen with things in pictures: boxes and masks, on every page that shows them."""

from pathlib import Path

import pytest

from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages._evaluate_placed import PlacedCard
from ptstudio.app.pages._train_watch import TrainWatch
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.evaluate import EvaluatePage
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.trying_progress import of_heat_maps
from ptstudio.app.widgets.compared_dialog import ComparedDialog
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.app.widgets.found_dialog import FoundDialog
from ptstudio.core.events import StepEnded
from ptstudio.core.requests import EXPLAINING
from tests.gui.pictures_of.camera import Camera, opened, wait, wait_until
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.exported import exported
from tests.helpers.placed_projects import CLASSES, box_project, coco_folder, mask_project
from tests.helpers.scripted_worker import ending_worker, script_worker

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
            _picture_export(camera, session, window, name, folder / name / "exported")
        session.close_project()
    _picture_import(camera, folder, patch)


def _picture_data(camera: Camera, window: MainWindow, name: str) -> None:
    wait()
    camera.take(window, f"placed-{name}-data")
    page = window.page
    if isinstance(page, DataPage):
        page.contents.tabs.setCurrentIndex(1)
        camera.take(window, f"placed-{name}-classes")
    if isinstance(page, DataPage) and name == "boxes":
        page.contents.tabs.setCurrentWidget(page.contents.places)
        camera.take(window, f"placed-{name}-places")
    if isinstance(page, DataPage):
        page.contents.tabs.setCurrentIndex(0)


def _picture_training(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("train")
    wait()
    page = window.page
    camera.take(window, f"placed-{name}-trained")
    if isinstance(page, TrainPage):
        page.ensureWidgetVisible(page.findChildren(TrainWatch)[0])
        camera.take(window, f"placed-{name}-train")
        page.setup_tab.click()
        wait()
        camera.take(window, f"placed-{name}-setup")
        page.progress_tab.click()


def _picture_report(camera: Camera, window: MainWindow, name: str) -> None:
    window.show_page("evaluate")
    page = window.page
    if not isinstance(page, EvaluatePage):
        return
    wait_until(lambda: bool(page.view.cards), 30)
    wait()
    page.verticalScrollBar().setValue(0)
    camera.take(window, f"placed-{name}-report")
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
    step = StepEnded(stage=EXPLAINING, done=18, total=50, remaining_s=21)
    shown = of_heat_maps(3, entries[1:], 50, step)
    page.progress.show_progress(shown.title, shown.words, shown.done, shown.total)
    camera.take(window, f"placed-{name}-heat-maps")
    page.progress.hide()
    page.answers.enlarged.emit(entries[0])
    dialog = opened(page, FoundDialog)
    wait()
    dialog.picture.go_closer(2)
    camera.take(dialog, f"placed-{name}-found")
    dialog.close()


def _picture_export(camera: Camera, session: Session, window: MainWindow, name: str, folder: Path) -> None:
    if session.project is not None:
        exported(session.project, session.trainings()[-1], folder)
        session.open_project(session.project.folder)
    window.show_page("export")
    wait()
    camera.take(window, f"placed-{name}-export")
    window.show_page("runs")
    page = window.page
    if isinstance(page, RunsPage):
        wait_until(lambda: len(page.table.shown_keys()) > 1, 10)
        wait(1000)
        trainings = [key for key in page.table.shown_keys() if page.table.texts(key)["test"] != "–"]
        page.table.select(trainings[:2])
        camera.take(window, f"placed-{name}-runs")
        page.deeds.trigger("compare")
        wait_until(lambda: bool(page.findChildren(ComparisonDialog)))
        dialog = opened(page, ComparisonDialog)
        camera.take(dialog, f"placed-{name}-runs-compared")
        dialog.accept()


def _picture_import(camera: Camera, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Where data of boxes may come from, and what is in them before they are imported."""
    ending_worker(folder, patch, _found())
    session = Session()
    session.open_project(folder / "import", is_new=True)
    session.task = "object-detection"
    with camera.window(session, "data") as window:
        camera.take(window, "placed-formats")
    wizard = ImportWizard(session, source=coco_folder(folder / "coco"))
    wizard.resize(min(camera.size[0], 1100), min(camera.size[1], 760))
    wizard.show()
    wait_until(lambda: wizard.bench.reader.is_done and wizard.bench.trial.outcome is not None, 60)
    camera.take(wizard, "placed-wizard-found")
    wizard.next()
    wait()
    camera.take(wizard, "placed-wizard-look")
    wizard.look.samples.grid.enlarged.emit(3)
    if wizard.look.samples.large is not None:
        wait()
        camera.take(wizard.look.samples.large, "placed-wizard-large")
        wizard.look.samples.large.close()
    for stage in ("split", "done"):
        wizard.next()
        wait()
        wait_until(lambda: wizard.bench.trial.outcome is not None, 60)
        camera.take(wizard, f"placed-wizard-{stage}")
    wizard.reject()
    wizard.deleteLater()
    session.close_project()
    wait()


def _found() -> dict[str, object]:
    """What a worker says of these data."""
    things = {"train": (8, 70), "validation": (4, 38), "test": (4, 34)}
    counts = {split: dict.fromkeys(CLASSES, pictures) for split, (pictures, _) in things.items()}
    marked = {split: dict.fromkeys(CLASSES, number) for split, (_, number) in things.items()}
    return {
        "format": "coco",
        "confidence": 0.99,
        "reason": "The file “annotations.json” holds annotations of pictures, as COCO has them.",
        "counts": counts,
        "samples": {split: pictures + 1 for split, (pictures, _) in things.items()},
        "marked_by_split": marked,
        "empty": dict.fromkeys(things, 1),
        "findings": [],
    }
