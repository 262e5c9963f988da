"""A training that broke off with PTStudio is told of at the next start, and goes on by a click."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.interrupted_notice import InterruptedNotice
from ptstudio.app.session import Session
from ptstudio.app.widgets.text import Button
from ptstudio.core.events import RunStopped
from ptstudio.core.project import Project
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import training

LONG = 20_000


def broken_off(project: Project, *, was_asked: bool = False, how: str = "window") -> Path:
    """A training that was under way when the window was killed, or the machine lost its power."""
    folder = training(project, epochs=5, is_finished=False)
    events = folder / "events.jsonl"
    told = events.read_text().replace('"pid":1,', '"pid":999999999,')
    if how == "window":
        told += RunStopped(message="Stopped.", can_resume=True, was_abandoned=not was_asked).to_line() + "\n"
    events.write_text(told)
    (folder / "checkpoints" / "epoch-5").mkdir(parents=True)
    return folder


@pytest.fixture
def notice(session: Session, qtbot: QtBot) -> InterruptedNotice:
    made = InterruptedNotice(session)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("how", ["window", "power"])
def test_it_is_told_of_and_goes_on_by_a_click(
    notice: InterruptedNotice, session: Session, project: Project, how: str, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = broken_off(project, how=how)
    script_worker(tmp_path, monkeypatch, "time.sleep(0.5)\ntell(RunFinished())")
    session.open_project(project.folder)
    assert not notice.isHidden()
    assert "broke off when PTStudio was ended" in notice.notice.message.text()
    click(next(button for button in notice.findChildren(Button) if button.text() == "Resume it"))
    qtbot.waitUntil(lambda: session.is_running(folder), timeout=LONG)
    assert notice.isHidden()
    qtbot.waitUntil(lambda: not session.is_followed(folder), timeout=LONG)
    session.close_project()
    session.open_project(project.folder)
    assert notice.isHidden()


def test_a_training_that_a_person_has_stopped_is_not_spoken_of(
    notice: InterruptedNotice, session: Session, project: Project
) -> None:
    broken_off(project, was_asked=True)
    session.open_project(project.folder)
    assert notice.isHidden()


def test_another_project_takes_it_away(
    notice: InterruptedNotice, session: Session, project: Project, tmp_path: Path
) -> None:
    broken_off(project)
    session.open_project(project.folder)
    assert not notice.isHidden()
    session.open_project(tmp_path / "other", is_new=True)
    assert notice.isHidden()
