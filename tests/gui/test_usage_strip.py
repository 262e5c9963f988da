"""What a job takes: gauges while it runs, a sentence when it is over."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.pages.train import TrainPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.plan_view import PlanView
from ptstudio.app.widgets.usage_strip import FULL, UsageStrip
from ptstudio.core.events import MachineUsed, RunFinished
from ptstudio.core.project import Project
from tests.helpers.scripted_worker import script_worker
from tests.helpers.usages import LAPTOP, WORKSTATION
from tests.helpers.windows import PLAN, filled_project, training, training_events, write_events

USES = f"""
tell(StageChanged(stage="head", title="Learning the new last layer"))
tell(MachineUsed.model_validate_json({MachineUsed(usage=LAPTOP).to_line()!r}))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


@pytest.fixture
def strip(qtbot: QtBot) -> UsageStrip:
    made = UsageStrip()
    qtbot.addWidget(made)
    return made


def plain(texts: list[str]) -> list[str]:
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]


def test_what_the_machine_does_not_tell_has_no_gauge(strip: UsageStrip) -> None:
    assert strip.isHidden()
    strip.show_usage(LAPTOP, is_running=True)
    seen = {key for key, view in strip.gauges.items() if view.isVisibleTo(strip)}
    assert seen == {"processor", "memory", "power", "energy"}
    strip.show_usage(WORKSTATION, is_running=True)
    assert all(view.isVisibleTo(strip) for view in strip.gauges.values())
    assert "345 W" in plain(strip.texts())
    strip.show_usage(None, is_running=True)
    assert strip.isHidden()


def test_each_figure_can_be_read_aloud_and_says_where_it_comes_from(strip: UsageStrip) -> None:
    strip.show_usage(LAPTOP, is_running=True)
    assert strip.accessibleName()
    assert "Power: 7.8 W" in plain([strip.accessibleDescription()])[0]
    bar = strip.gauges["processor"].bar
    assert (bar.accessibleName(), bar.value()) == ("Processor", round(FULL * 0.974))
    assert strip.gauges["energy"].toolTip().startswith("Estimated")
    assert not strip.gauges["power"].bar.isVisibleTo(strip)


def test_what_is_over_is_a_sentence(strip: UsageStrip) -> None:
    strip.show_usage(WORKSTATION, is_running=True)
    strip.show_usage(WORKSTATION, is_running=False)
    assert plain(strip.texts()) == ["It took 57 Wh, about 3 phone charges, and at most 4.8 GB of memory."]
    assert strip.over.toolTip().startswith("Measured")


def shown(qtbot: QtBot, session: Session) -> TrainPage:
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_a_training_that_runs_shows_what_it_takes(
    opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, USES)
    page = shown(qtbot, opened)
    assert page.progress.usage.isHidden()
    opened.start(opened.runs[opened.trainings()[0]].job)
    qtbot.waitUntil(page.progress.usage.isVisible, timeout=20_000)
    qtbot.waitUntil(lambda: "7.8 W" in plain(page.progress.usage.texts()), timeout=20_000)
    page.progress.state.stop.click()
    qtbot.waitUntil(lambda: page.progress.usage.over.text().startswith("It took about"), timeout=20_000)


def test_a_finished_training_shows_what_it_took(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    project: Project = filled_project(tmp_path / "project")
    folder = training(project)
    events = [*training_events(3, is_finished=False), MachineUsed(usage=WORKSTATION), RunFinished(result={})]
    write_events(folder, events)
    session.open_project(project.folder)
    session.show_run(folder)
    page = shown(qtbot, session)
    assert plain(page.progress.usage.texts()) == ["It took 57 Wh, about 3 phone charges, and at most 4.8 GB of memory."]


def test_the_plan_tells_the_energy_and_what_it_learned_from(qtbot: QtBot) -> None:
    view = PlanView()
    qtbot.addWidget(view)
    view.show_plan(PLAN.model_copy(update={"energy_wh": 0.2, "learned_from": 4, "is_same_network": True}))
    said = " ".join(plain(view.texts()))
    assert "It may take 0.2 Wh, an LED lamp for 80 s." in said
    assert "from 4 earlier trainings of this model on this machine" in said
