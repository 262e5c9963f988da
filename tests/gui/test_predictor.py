"""The warm worker: asked when it is ready, started once, ended with what it belongs to."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ptstudio.app.predictor import Predictor
from ptstudio.app.session import Session
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import PredictionMade, RunFailed
from ptstudio.core.project import Project
from tests.helpers.answering_worker import ANSWERS
from tests.helpers.scripted_worker import script_worker


@pytest.fixture
def predictor(opened: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Predictor:
    """The predictor of a session whose workers say “glass” of everything."""
    script_worker(tmp_path, monkeypatch, ANSWERS)
    return opened.predictor


@pytest.fixture
def trained(opened: Session) -> Path:
    return opened.trainings()[0]


def homes(predictor: Predictor) -> list[Path]:
    return [folder.parent for folder in predictor._homes]


def test_what_is_asked_while_it_loads_is_answered_later(predictor: Predictor, trained: Path, qtbot: QtBot) -> None:
    heard: list[PredictionMade] = []
    predictor.ask(trained, [Path("a.jpg"), Path("b.jpg")], heard.append)
    assert predictor.is_loading(trained)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=20_000)
    assert predictor.is_ready(trained)
    assert [made.file for made in heard] == ["a.jpg", "b.jpg"]
    assert heard[0].prediction is not None
    assert heard[0].prediction.said == "glass"


def test_answers_go_to_who_asked(predictor: Predictor, trained: Path, qtbot: QtBot) -> None:
    first: list[PredictionMade] = []
    second: list[PredictionMade] = []
    predictor.ask(trained, [Path("a.jpg")], first.append)
    predictor.ask(trained, [Path("b.jpg")], second.append, explain=True)
    qtbot.waitUntil(lambda: bool(first and second), timeout=20_000)
    assert first[0].file == "a.jpg"
    assert first[0].explanation is None
    assert second[0].file == "b.jpg"
    assert second[0].explanation is not None
    qtbot.waitUntil(lambda: predictor._questions == {}, timeout=20_000)


def test_what_is_left_is_not_heard_of_any_more(predictor: Predictor, trained: Path, qtbot: QtBot) -> None:
    heard: list[PredictionMade] = []
    early = predictor.ask(trained, [Path("early.jpg")], heard.append)
    predictor.leave([early])
    assert not predictor.is_asked(early), "it was never sent"
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)
    late = predictor.ask(trained, [Path("late.jpg")], heard.append)
    predictor.leave([late, "nobody's"])
    assert predictor.is_asked(late), "the worker has to hear of it first"
    with qtbot.waitSignal(predictor.ended, timeout=20_000):
        predictor.ask(trained, [Path("a.jpg")], heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert [made.file for made in heard] == ["a.jpg"]


def test_one_worker_serves_many_questions(predictor: Predictor, opened: Session, trained: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)
    predictor.warm_up(trained)
    heard: list[PredictionMade] = []
    predictor.ask(trained, [Path("a.jpg")], heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert len(homes(predictor)) == 1
    assert not opened.is_running(), "nobody waits for a warm worker"


def test_another_run_ends_the_first_worker_and_removes_its_folder(
    predictor: Predictor, opened: Session, trained: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)
    (home,) = homes(predictor)
    other = opened.trainings()[1]
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(other)
    assert predictor.is_ready(other)
    assert not predictor.is_ready(trained)
    qtbot.waitUntil(lambda: not home.exists(), timeout=20_000)


def test_a_worker_that_dies_is_told_and_started_anew(predictor: Predictor, trained: Path, qtbot: QtBot) -> None:
    heard: list[PredictionMade] = []
    with qtbot.waitSignal(predictor.failed, timeout=20_000) as blocker:
        predictor.ask(trained, [Path("die.jpg")], heard.append)
    assert blocker.args is not None
    assert isinstance(blocker.args[0], RunFailed)
    assert not predictor.is_loading(trained)
    assert not predictor.is_ready(trained)
    predictor.ask(trained, [Path("a.jpg")], heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert [made.file for made in heard] == ["a.jpg"]


def test_a_worker_that_ends_by_itself_is_a_failure_too(predictor: Predictor, trained: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(predictor.failed, timeout=20_000) as blocker:
        predictor.ask(trained, [Path("leave.jpg")], lambda _: None)
    assert blocker.args is not None
    assert blocker.args[0].hint


def test_a_worker_that_cannot_be_started_leaves_nothing_behind(
    predictor: Predictor, opened: Session, trained: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Path:
        raise ProjectError("There is no room.", "Make some.")

    with monkeypatch.context() as patched:
        patched.setattr(opened, "start", refuse)
        with pytest.raises(ProjectError, match="no room"):
            predictor.ask(trained, [Path("a.jpg")], lambda _: None)
    assert homes(predictor) == []
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)


def test_closing_the_project_ends_it(predictor: Predictor, opened: Session, trained: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)
    (home,) = homes(predictor)
    opened.close_project()
    assert not predictor.is_ready(trained)
    assert not home.exists()
    assert homes(predictor) == []


@pytest.mark.usefixtures("predictor")
def test_it_answers_in_a_project_that_may_only_be_looked_at(
    opened: Session, project: Project, trained: Path, qtbot: QtBot
) -> None:
    second = Session(opened.preferences, opened)
    second.open_project(project.folder)
    assert second.is_read_only
    with qtbot.waitSignal(second.predictor.readied, timeout=20_000):
        second.predictor.warm_up(trained)
    second.close_project()


def test_runs_that_answered_leave_no_trace(
    predictor: Predictor, opened: Session, project: Project, trained: Path, qtbot: QtBot
) -> None:
    listed = set(opened.runs)
    kept = sorted(project.folder.rglob("*"))
    for folder in (trained, opened.trainings()[1]):
        with qtbot.waitSignal(predictor.readied, timeout=20_000):
            predictor.warm_up(folder)
    (home,) = [place for place in homes(predictor) if place.exists()][-1:]
    predictor.end()
    qtbot.waitUntil(lambda: not homes(predictor), timeout=20_000)
    assert set(opened.runs) == listed
    assert sorted(project.folder.rglob("*")) == kept
    assert not home.exists()


def test_deleting_the_run_that_answers_ends_its_worker(
    predictor: Predictor, opened: Session, trained: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(predictor.readied, timeout=20_000):
        predictor.warm_up(trained)
    opened.discard_run(trained)
    assert not predictor.is_ready(trained)
    qtbot.waitUntil(lambda: not homes(predictor), timeout=20_000)
