"""What a training takes: on a laptop, on a workstation with a card, with two cards, and when it is over."""

from pathlib import Path

import pytest

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.core.events import MachineUsed, PlanMade, RunFinished
from ptstudio.core.usage import Usage
from tests.gui.pictures_of.camera import Camera, wait_until
from tests.helpers.scripted_worker import script_worker
from tests.helpers.usages import LAPTOP, TWO_CARDS, WORKSTATION
from tests.helpers.windows import PLAN, filled_project, training, training_events, write_events

LEARNED = PLAN.model_copy(update={"energy_wh": 0.21, "learned_from": 4, "is_same_network": True})
WORKS = """
for line in {lines!r}:
    tell(read_event(line))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


def picture(camera: Camera, place: Path, patch: pytest.MonkeyPatch) -> None:
    """Take the train page with what each machine tells, and the plan that learned from earlier trainings."""
    for name, usage in (("laptop", LAPTOP), ("workstation", WORKSTATION), ("two-cards", TWO_CARDS)):
        _running(camera, place / name, patch, name, usage)
    session = Session()
    project = filled_project(place / "over")
    folder = training(project)
    write_events(folder, [*training_events(12, is_finished=False), MachineUsed(usage=WORKSTATION), RunFinished()])
    session.open_project(project.folder)
    session.show_run(folder)
    with camera.window(session, "train") as window:
        camera.take(window, "usage-over")
    session.close_project()


def _running(camera: Camera, place: Path, patch: pytest.MonkeyPatch, name: str, usage: Usage) -> None:
    events = [*training_events(7, is_finished=False, planned=20)[1:], PlanMade(plan=LEARNED), MachineUsed(usage=usage)]
    place.mkdir(parents=True)
    script_worker(place, patch, WORKS.format(lines=[event.to_line() for event in events]))
    session = Session()
    session.open_project(filled_project(place / "project").folder)
    session.start(session.runs[session.trainings()[0]].job)
    with camera.window(session, "train") as window:
        page = window.pages["train"]
        assert isinstance(page, TrainPage)
        wait_until(page.progress.usage.isVisible)
        camera.take(window, f"usage-{name}")
        page.progress.plan.resize(page.progress.plan.sizeHint())
        camera.take(page.progress.plan, f"usage-plan-{name}")
        page.progress.state.stop.click()
        wait_until(lambda: not session.running())
    session.close_project()
