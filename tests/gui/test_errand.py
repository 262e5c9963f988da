"""Jobs done aside: one at a time, the newest question wins, and nothing stays behind."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.errand import Errand
from ptstudio.app.session import Session
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import ProbeJob, TrainJob
from ptstudio.core.run import Run
from tests.helpers.scripted_worker import script_worker

ANSWERS = "tell(RunFinished(result={'job': (folder / 'job.json').read_text()}))"
WAITS = """
requests = folder / "requests.jsonl"
while '"Stop"' not in (requests.read_text() if requests.exists() else ""):
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


def question(model: str) -> ProbeJob:
    return ProbeJob(training=TrainJob(task="t", dataset="d/0001", model=model, preset="quick"))


def test_the_last_of_several_quick_questions_is_asked_and_cleaned_up_after(
    opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, ANSWERS)
    errand = Errand(opened, opened)
    answers: list[Run] = []
    errand.done.connect(answers.append)
    runs_before = set(opened.runs)
    for model in ("one", "two", "three"):
        errand.ask(question(model))
    qtbot.waitUntil(lambda: bool(answers) and not errand.is_busy, timeout=20_000)
    assert ["three" in run.result["job"] for run in answers] == [True]
    assert set(opened.runs) == runs_before
    assert opened.project is not None
    assert list(opened.project.cache_folder().iterdir()) == []


def test_a_newer_question_stops_the_one_that_is_being_answered(
    opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    errand = Errand(opened, opened)
    answers: list[Run] = []
    errand.done.connect(answers.append)
    with qtbot.waitSignal(errand.begun, timeout=20_000):
        errand.ask(question("old"), at_once=True)
    script_worker(tmp_path, monkeypatch, ANSWERS)
    errand.ask(question("new"))
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert "new" in answers[0].result["job"]
    qtbot.waitUntil(lambda: not errand.is_busy, timeout=20_000)


def test_a_failure_is_told(opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script_worker(tmp_path, monkeypatch, 'tell(RunFailed(message="No.", hint="Do this."))')
    errand = Errand(opened, opened)
    told: list[RunFailed] = []
    errand.failed.connect(told.append)
    errand.ask(question("any"), at_once=True)
    qtbot.waitUntil(lambda: bool(told) and not errand.is_busy, timeout=20_000)
    assert told[0].hint == "Do this."


def test_closing_the_project_ends_it(
    opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, WAITS)
    assert opened.project is not None
    cache = opened.project.cache_folder()
    errand = Errand(opened, opened)
    with qtbot.waitSignal(errand.begun, timeout=20_000):
        errand.ask(question("any"), at_once=True)
    opened.close_project()
    assert not errand.is_busy
    assert list(cache.iterdir()) == []


def test_a_question_can_be_dropped(opened: Session, qtbot: QtBot) -> None:
    errand = Errand(opened, opened)
    errand.ask(question("any"))
    errand.drop()
    assert not errand.is_busy
    qtbot.wait(700)
    assert not opened.running()
