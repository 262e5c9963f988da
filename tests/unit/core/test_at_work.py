"""Who is at work in a project, told from the runs' own files."""

import os
import time
from pathlib import Path

import pytest

from ptstudio.core import at_work
from ptstudio.core.events import Event, RunFinished, RunStarted, RunStopped, StepEnded
from ptstudio.core.jobs import PredictJob, TrainJob
from ptstudio.core.project import Project

GONE = 999_999_999
TRAINING = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "project")


def tell(folder: Path, *events: Event) -> None:
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(event.to_line() + "\n" for event in events)


def test_a_run_is_worked_at_while_its_worker_lives(project: Project) -> None:
    here, gone = project.new_run(TRAINING), project.new_run(TRAINING)
    tell(here, RunStarted(pid=os.getpid()))
    tell(gone, RunStarted(pid=GONE))
    assert at_work.runs_at_work(project) == [here]
    tell(here, RunFinished())
    assert at_work.runs_at_work(project) == []


def test_a_resumed_run_counts_by_its_latest_worker(project: Project) -> None:
    folder = project.new_run(TRAINING)
    tell(
        folder,
        RunStarted(pid=GONE),
        RunStopped(message="Stopped."),
        RunStarted(pid=os.getpid()),
        StepEnded(stage="a", done=1),
    )
    assert at_work.is_at_work(folder)
    tell(folder, RunStopped(message="Stopped."))
    assert isinstance(at_work.how_it_stands(folder)[0], RunStopped)


def test_an_end_longer_than_the_tail_is_found_all_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "TAIL_BYTES", 20)
    folder = project.new_run(TRAINING)
    tell(folder, RunStarted(pid=os.getpid()), RunFinished(result={"long": "x" * 100}))
    assert not at_work.is_at_work(folder)


def test_a_worker_that_has_not_said_a_word_may_be_loading(project: Project) -> None:
    folder = project.new_run(TRAINING)
    assert not at_work.is_at_work(folder)
    (folder / "log.txt").touch()
    assert at_work.is_at_work(folder)
    for other in (-2 * at_work.LOADING_S, 2 * at_work.LOADING_S):
        os.utime(folder / "log.txt", (time.time() + other, time.time() + other))
        assert not at_work.is_at_work(folder)


def test_a_worker_that_waits_to_be_asked_is_in_nobodys_way(project: Project) -> None:
    tell(project.new_run(PredictJob(run="one")), RunStarted(pid=os.getpid()))
    assert at_work.runs_at_work(project) == []
