"""“Adapt to your texts first”, as a person uses it on the Train page: asked, watched, used; and its line on Runs."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app import job_words, run_facts
from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._pretrain_dialog import PretrainDialog
from ptstudio.app.pages._pretrain_start import PretrainStart
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.run_command import command_of
from ptstudio.app.session import Session
from ptstudio.core.jobs import PretrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from tests.helpers import pretrainings
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker
from tests.helpers.text_projects import MODEL, text_revision
from tests.helpers.windows import dataset


@pytest.fixture
def letters(session: Session, tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "project")
    text_revision(project)
    session.open_project(project.folder)
    return project


@pytest.fixture
def page(session: Session, letters: Project, qtbot: QtBot) -> TrainPage:
    assert session.project == letters
    made = TrainPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def finished(project: Project) -> str:
    """A script that tells what a pretraining told."""
    folder = pretrainings.put_pretraining(project)
    lines = (folder / "events.jsonl").read_text().splitlines()[1:]
    project.discard_run(folder)
    return f"from ptstudio.core.events import read_event\nfor line in {lines!r}:\n    tell(read_event(line))\n"


def test_texts_are_chosen_read_and_the_outcome_is_trained_with(
    page: TrainPage, letters: Project, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, finished(letters))
    more = tmp_path / "more.txt"
    part = page.setup.finding
    click(part.adapt)
    (asked,) = part.findChildren(PretrainStart)
    assert not asked.leave_out.isVisible()
    asked.take(tmp_path / "wrong.txt")
    assert asked.leave_out.isVisible()
    click(asked.leave_out)
    assert asked.more is None
    asked.take(more)
    asked.epochs.setValue(7)
    click(asked.start)
    qtbot.waitUntil(lambda: bool(part.findChildren(PretrainDialog)))
    (dialog,) = part.findChildren(PretrainDialog)
    run = dialog.run
    assert run is not None
    assert isinstance(run.job, PretrainJob)
    assert (run.job.texts, run.job.epochs, run.job.training.dataset) == (str(more), 7, "letters/0001")
    qtbot.waitUntil(dialog.use_it.isVisible, timeout=10_000)
    assert [len(xs) for xs, _ in dialog.chart.plot.curves] == [5, 5]
    assert "In your library" in dialog.verdict.text()
    for said in ("5,000 more texts", "12 of those without labels", "guesses 42.0", "That helps", "85.0"):
        assert said in dialog.reason.text()
    qtbot.waitUntil(lambda: not page.session.is_running())
    click(dialog.use_it)
    assert page.session.model == pretrainings.familiarity().model
    assert page.session.is_model_chosen


def test_what_it_came_to_the_last_time_can_be_seen_again(page: TrainPage, letters: Project, session: Session) -> None:
    session.choose_model(MODEL)
    pretrainings.put_pretraining(letters)
    session.refresh()
    part = page.setup.finding
    part.redraw()
    assert "familiar with your texts" in part.words.text()
    click(part.show_last)
    (dialog,) = part.findChildren(PretrainDialog)
    assert dialog.use_it.isVisible()
    dialog.reject()


def test_one_that_was_stopped_can_go_on(session: Session, letters: Project, parent: QWidget) -> None:
    folder = pretrainings.put_pretraining(letters, is_stopped=True)
    session.refresh()
    dialog = open_finding(session, folder, parent)
    assert isinstance(dialog, PretrainDialog)
    assert dialog.go_on.isVisible()
    assert "What it has learned so far is kept, and “Go on with it” continues" in dialog.notice.hint.text()
    assert not dialog.use_it.isVisible()
    assert run_facts.can_resume(session.runs[folder], is_running=False)
    dialog.reject()


def test_pictures_are_not_read(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    project = Project.create(tmp_path / "pictures")
    dataset(project)
    session.open_project(project.folder)
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.show()
    assert not page.setup.finding.adapt.isVisible()


def test_a_run_says_what_it_is_and_by_which_command_it_can_be_had(letters: Project) -> None:
    run = Run.open(pretrainings.put_pretraining(letters))
    assert job_words.kind_of(run.job) == "Adapting to texts"
    assert run_facts.data_of(run) == "letters/0001"
    assert run_facts.model_of(run, {}) == MODEL
    said = command_of(run, letters)
    assert said.startswith("ptstudio pretrain --data ")
    assert said.endswith("--epochs 5")
    assert json.loads((run.folder / "job.json").read_text())["type"] == "pretrain"
