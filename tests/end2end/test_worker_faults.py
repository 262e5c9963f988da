"""Real workers that are killed, crash, babble, run out of disk or lose their parent: nothing is lost, all is said."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.events import (
    CheckpointSaved,
    EpochEnded,
    Event,
    Final,
    PredictionMade,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StepEnded,
    Waiting,
)
from ptstudio.core.folders import HOME_VARIABLE
from ptstudio.core.jobs import PredictJob, TrainJob
from ptstudio.core.prediction import HeatMap
from ptstudio.core.project import Project
from ptstudio.core.requests import Continue, LetGo, Pause, Predict, Request, Stop
from ptstudio.core.run import Run, RunStatus, load_job
from ptstudio.core.worker import Worker, ask, follow, is_alive
from ptstudio.engine.training_job import run as train
from tests.helpers.answers import classes_in
from tests.helpers.faulty_worker import (
    FULL_DISK,
    KILLED,
    NOISY_CRASH,
    NOTHING,
    SLOW,
    VANISHED,
    faulty_program,
    let_happen,
)
from tests.helpers.pictures import save_text
from tests.helpers.projects import coloured_project, done, events_of, training_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

STEPS = 6
"""24 training samples in batches of 4."""
PARENT = """
import sys, time
from pathlib import Path
from ptstudio.core import worker
from tests.helpers.answers import classes_in
worker.PROGRAM = tuple(sys.argv[2:])
for event in worker.Worker.start(Path(sys.argv[1])).events():
    print(type(event).__name__, flush=True)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared-home")


@pytest.fixture(autouse=True)
def _shared_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was measured once on this machine holds for every run, so that all compute the very same way."""
    monkeypatch.setenv(HOME_VARIABLE, str(home))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    return coloured_project(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def whole(shared: tuple[Project, str], home: Path) -> Path:
    """A training to which nothing happened, in this process."""
    job = job_of(shared[1])
    folder = shared[0].new_run(job)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(home))
        done(train, job, folder)
    return folder


@pytest.fixture
def started(shared: tuple[Project, str], whole: Path) -> Callable[[], Path]:
    assert whole.is_dir()
    return lambda: shared[0].new_run(job_of(shared[1]))


def job_of(dataset: str) -> TrainJob:
    """Two epochs of the last layer, then two of everything, each of which is saved."""
    return training_of(dataset, "thorough", head_epochs=2, epochs=2, batch_size=4, patience=0, checkpoint_every_s=0.0)


def outcome(folder: Path) -> list[Event]:
    """Start a worker and listen to its end."""
    return list(Worker.start(folder).events())


def goes_on_to_the_same_end(folder: Path, whole: Path) -> None:
    """Each session said its last word; resumed, here in this process, the training ends as if nothing had happened."""
    assert each_session_has_one_final_event(folder)
    job = load_job(folder)
    assert isinstance(job, TrainJob)
    done(train, job, folder)
    assert same_weights(folder, whole)


def same_weights(one: Path, other: Path) -> bool:
    import torch
    from safetensors.torch import load_file

    first, second = (load_file(folder / "model" / "weights.safetensors") for folder in (one, other))
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def each_session_has_one_final_event(folder: Path) -> bool:
    sessions = 0
    finals: Counter[int] = Counter()
    for event in events_of(folder):
        sessions += isinstance(event, RunStarted)
        finals[sessions] += isinstance(event, Final)
    return list(finals.values()) == [1] * sessions


def epochs_ended(folder: Path) -> list[int]:
    return [event.epoch for event in events_of(folder) if isinstance(event, EpochEnded)]


def test_a_worker_killed_in_the_middle_of_an_epoch_resumes_to_the_very_same_weights(
    started: Callable[[], Path], whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = started()
    let_happen(monkeypatch, tmp_path, KILLED.format(step=3 * STEPS + 4))
    events = outcome(folder)
    assert isinstance(events[-1], RunFailed)
    assert "was killed" in events[-1].message
    assert events[-1].can_resume
    assert [event.epoch for event in events if isinstance(event, CheckpointSaved)] == [1, 2, 3]
    let_happen(monkeypatch, tmp_path, NOTHING)
    assert isinstance(outcome(folder)[-1], RunFinished)
    assert same_weights(folder, whole)
    assert each_session_has_one_final_event(folder)
    assert epochs_ended(folder) == [1, 2, 3, 4]


def test_a_crash_inside_a_library_is_reported_and_garbage_reaches_only_the_log(
    started: Callable[[], Path], whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = started()
    let_happen(monkeypatch, tmp_path, NOISY_CRASH.format(step=STEPS + 2))
    events = outcome(folder)
    assert isinstance(events[-1], RunFailed)
    assert "segmentation fault" in events[-1].message
    assert events[-1].can_resume
    assert "Resume" in events[-1].hint
    written = [line for line in (folder / "events.jsonl").read_bytes().splitlines() if line]
    assert len(written) == len(events) == len(events_of(folder))
    log = (folder / "log.txt").read_bytes()
    assert {b"garbage from Python", b"\x00\xff garbage from C", b"complaint from C"} <= set(log.splitlines())
    goes_on_to_the_same_end(folder, whole)


def test_a_disk_that_fills_up_while_saving_leaves_the_checkpoint_before_and_the_run_goes_on_later(
    started: Callable[[], Path], whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = started()
    let_happen(monkeypatch, tmp_path, FULL_DISK.format(save=7))
    events = outcome(folder)
    assert isinstance(events[-1], RunFailed)
    assert "disk is full" in events[-1].message
    assert "Free some space" in events[-1].hint
    assert events[-1].can_resume
    kept = sorted(path.name for path in (folder / "checkpoints").glob("epoch-*"))
    assert kept == ["epoch-00001-step-000000", "epoch-00002-step-000000"]
    goes_on_to_the_same_end(folder, whole)


def test_samples_that_vanish_in_the_middle_of_a_training_are_named_and_it_goes_on_once_they_are_back(
    started: Callable[[], Path], whole: Path, shared: tuple[Project, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder, pictures = started(), shared[0].folder.parent / "colours"
    away = pictures.with_name("colours.away")
    let_happen(monkeypatch, tmp_path, VANISHED.format(step=2 * STEPS + 2, folder=str(pictures)))
    try:
        events = outcome(folder)
    finally:
        away.rename(pictures)
    assert isinstance(events[-1], RunFailed)
    assert "can no longer be read" in events[-1].message
    assert "Put the file back" in events[-1].hint
    assert events[-1].can_resume
    goes_on_to_the_same_end(folder, whole)


def test_pause_waits_continue_goes_on_and_stop_saves(
    started: Callable[[], Path], whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = started()
    let_happen(monkeypatch, tmp_path, SLOW)
    worker = Worker.start(folder)
    paused_at = 0.0
    waited_s = 0.0
    for event in worker.events():
        if isinstance(event, StepEnded) and event.stage != "features" and not paused_at:
            paused_at = event.at
            worker.ask(Pause())
        if isinstance(event, Waiting):
            time.sleep(1)
            worker.ask(Continue())
            waited_s = -event.at
        if isinstance(event, StepEnded) and waited_s < 0:
            waited_s += event.at
            worker.ask(Stop())
    assert waited_s >= 1
    assert isinstance(event, RunStopped)
    assert event.can_resume
    assert Run.open(folder).status == RunStatus.STOPPED
    goes_on_to_the_same_end(folder, whole)


@pytest.fixture
def orphaned(started: Callable[[], Path], tmp_path: Path) -> Iterator[tuple[Path, "subprocess.Popen[str]"]]:
    """A run whose worker belongs to another process, which has seen it start to learn."""
    folder = started()
    program = tmp_path / "parent.py"
    program.write_text(PARENT, encoding="utf-8")
    command = [sys.executable, str(program), str(folder), *faulty_program(tmp_path, SLOW)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        for line in parent.stdout:
            if line.strip() == "EpochEnded":
                break
        yield folder, parent
        parent.kill()


def test_a_worker_that_lost_its_parent_saves_and_ends_by_itself(
    orphaned: tuple[Path, "subprocess.Popen[str]"], whole: Path
) -> None:
    folder, parent = orphaned
    parent.send_signal(signal.SIGKILL)
    killed_at = time.time()
    *_, last = follow(folder)
    assert isinstance(last, RunStopped)
    assert last.was_abandoned, "nobody has asked it to stop"
    assert last.can_resume
    assert last.at - killed_at < 10
    ended = Run.open(folder).started
    assert ended is not None
    wait_until_gone(ended)
    goes_on_to_the_same_end(folder, whole)


def test_a_worker_that_was_let_go_finishes_alone_and_can_be_followed(
    orphaned: tuple[Path, "subprocess.Popen[str]"], whole: Path
) -> None:
    folder, parent = orphaned
    ask(folder, LetGo())
    parent.kill()
    *_, last = follow(folder)
    assert isinstance(last, RunFinished)
    assert same_weights(folder, whole)
    assert each_session_has_one_final_event(folder)


def wait_until_gone(started: RunStarted) -> None:
    until = time.monotonic() + 10
    while is_alive(started) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(started)


def test_a_warm_worker_answers_request_after_request_and_a_second_one_leaves_its_run_alone(
    whole: Path, shared: tuple[Project, str]
) -> None:
    folder = shared[0].new_run(PredictJob(run=str(whole)))
    good = sorted((shared[0].folder.parent / "colours").rglob("*.png"))[:2]
    bad = save_text(folder / "letter.jpg")
    requests: list[Request] = [
        Predict(id="first", files=(str(good[0]), str(bad), str(folder / "nothing.png"))),
        Predict(id="second", files=(str(good[1]),), top=1, explain=True),
        Stop(),
    ]
    answers: list[PredictionMade] = []
    refusals: list[Event] = []
    with closing((worker := Worker.start(folder)).events()) as events:
        for event in events:
            if isinstance(event, Waiting):
                worker.ask(requests.pop(0))
                refusals += [] if refusals else outcome(folder)[-1:]
            if isinstance(event, PredictionMade):
                answers.append(event)
    assert isinstance(event, RunFinished)
    assert event.result == {"answered": 4}
    assert isinstance(refusals[0], RunFailed)
    assert "already busy" in refusals[0].message
    assert [(answer.request, answer.prediction is not None) for answer in answers] == [
        ("first", True),
        ("first", False),
        ("first", False),
        ("second", True),
    ]
    assert all(answer.seconds < 5 for answer in answers)
    assert all(answer.message and answer.hint for answer in answers if answer.prediction is None)
    assert answers[3].prediction is not None
    assert len(classes_in(answers[3].prediction)) == 1
    assert isinstance(answers[3].explanation, HeatMap)
    assert Path(answers[3].explanation.file).is_file()
    assert each_session_has_one_final_event(folder)
