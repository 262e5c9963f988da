"""The runs page: many runs, one and several selected, a comparison, what one depends on."""

from pathlib import Path

import pytest

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.core.events import MachineUsed, RunFailed, RunFinished, RunStarted
from ptstudio.core.provenance import keep_provenance
from ptstudio.core.run_notes import RunNotes, keep_notes
from ptstudio.core.usage import Usage
from tests.gui.pictures_of.camera import Camera, opened, wait_until
from tests.helpers.provenances import provenance
from tests.helpers.windows import filled_project, training, training_events, write_events

NAMES = ("first try", "more epochs", "gentler rate", "another seed")


def picture(camera: Camera, place: Path, _: pytest.MonkeyPatch) -> None:
    """Take all of them."""
    session = Session()
    session.open_project(_project(place).resolve())
    with camera.window(session, "runs") as window:
        page = _page(window)
        camera.take(window, "runs-one")
        page.table.select(_trainings(page)[:4])
        camera.take(window, "runs-several")
        page.deeds.trigger("compare")
        wait_until(lambda: bool(page.findChildren(ComparisonDialog)))
        dialog = opened(page, ComparisonDialog)
        camera.take(dialog, "runs-compared")
        dialog.accept()
        page.table.select(_trainings(page)[:1])
        page.deeds.trigger("origin")
        wait_until(lambda: any(one.isVisible() for one in page.findChildren(ComparisonDialog)))
        dialog = opened(page, ComparisonDialog)
        camera.take(dialog, "runs-origin")
        dialog.accept()
        page.list.words.setText("nothing like it")
        camera.take(window, "runs-none-found")
    session.close_project()


def _page(window: MainWindow) -> RunsPage:
    page = window.pages["runs"]
    if not isinstance(page, RunsPage):
        raise TypeError(page)
    wait_until(lambda: bool(_trainings(page)), 10)
    return page


def _trainings(page: RunsPage) -> list[str]:
    return [key for key in page.table.shown_keys() if page.table.texts(key)["test"] != "–"]


def _project(place: Path) -> Path:
    project = filled_project(place / "project")
    for number in range(12):
        folder = training(project, epochs=6 + number, seed=number, learning_rate=1e-3 / (1 + number))
        events = training_events(6 + number, is_finished=False)
        usage = Usage(cpu_percent=80, memory_mb=900, free_memory_mb=8000, energy_wh=0.4 + number / 7)
        measured = _measured(0.72 + 0.01 * number)
        write_events(folder, [*events, MachineUsed(usage=usage), RunFinished(result={"metrics": measured})])
        settings = {"seed": number, "epochs": 6 + number}
        keep_provenance(provenance(settings=settings, threads=2 + number % 2, packages={"torch": "2.15.0"}), folder)
        if number < len(NAMES):
            note = "Half of the cardboard is taken for paper." if number else "The first that worked."
            keep_notes(RunNotes(name=NAMES[number], note=note, is_starred=number in (1, 3)), folder)
    broken = training(project, epochs=3, is_finished=False)
    failure = RunFailed(message="The loss became infinite.", hint="Choose a lower learning rate.")
    write_events(broken, [RunStarted(pid=99_999_999), *training_events(3, is_finished=False)[1:], failure])
    return project.folder


def _measured(value: float) -> dict[str, dict[str, dict[str, float]]]:
    accuracy = {"value": value, "low": value - 0.09, "high": value + 0.08}
    return {"test": {"accuracy": accuracy}, "validation": {"accuracy": accuracy}}
