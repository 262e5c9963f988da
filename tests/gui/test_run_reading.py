"""A project with many runs opens with the newest; the others follow without anybody waiting."""

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app import session as session_module
from ptstudio.app.change import Change, Topic
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.session import Session
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import ExportJob
from ptstudio.core.project import Project
from tests.helpers.windows import training


@pytest.fixture
def many(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A training, and after it more runs than are read at once."""
    monkeypatch.setattr(session_module, "AT_ONCE", 3)
    for number in range(60):
        folder = project.new_run(ExportJob(run="r", out="o"))
        folder.rename(folder.with_name(f"99990101-0000{number:02d}-export-{number:04d}"))
    return project


def test_the_newest_are_there_at_once_and_the_others_in_their_order_soon(
    session: Session, many: Project, qtbot: QtBot
) -> None:
    told: list[Change] = []
    session.changed.connect(told.append)
    session.open_project(many.folder)
    assert len(session.runs) == 3
    assert session.shown is None
    qtbot.waitUntil(lambda: list(session.runs) == many.runs(), timeout=20_000)
    assert session.shown == session.trainings()[-1]
    assert len([change for change in told if change.topic is Topic.RUN]) == 3
    session.refresh()
    assert list(session.runs) == many.runs()


def test_what_is_still_to_be_read_is_not_read_twice_and_forgotten_with_the_project(
    session: Session, many: Project, qtbot: QtBot
) -> None:
    session.open_project(many.folder)
    session.refresh()
    assert len(session.runs) == 3
    session.close_project()
    assert session.runs == {}
    with qtbot.assertNotEmitted(session.changed, wait=100):
        pass


def test_a_run_that_cannot_be_read_is_told_and_the_others_are_there(
    session: Session, many: Project, qtbot: QtBot
) -> None:
    (many.runs()[10] / "job.json").write_text("{", encoding="utf-8")
    errors: list[PTStudioError] = []
    session.failed.connect(errors.append)
    session.open_project(many.folder)
    qtbot.waitUntil(lambda: len(session.runs) == len(many.runs()) - 1, timeout=20_000)
    assert "cannot be read" in errors[0].message


def test_the_table_grows_as_they_come(session: Session, many: Project, qtbot: QtBot) -> None:
    page = RunsPage(session)
    qtbot.addWidget(page)
    page.show()
    session.open_project(many.folder)
    assert len(page.table.shown_keys()) == 3
    qtbot.waitUntil(lambda: len(page.table.shown_keys()) == len(many.runs()), timeout=20_000)
    assert page.table.shown_keys() == [str(folder) for folder in reversed(many.runs())]
    page.close()


def test_a_project_with_few_runs_needs_no_reading_later(session: Session, project: Project) -> None:
    training(project)
    session.open_project(project.folder)
    assert list(session.runs) == project.runs()
