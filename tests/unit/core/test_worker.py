"""Starting, following, asking and ending workers, whatever they do."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFailed, RunFinished, RunStarted, RunStopped, StepEnded
from ptstudio.core.jobs import DownloadJob, Job, ProbeJob, TrainJob, TuneJob
from ptstudio.core.offline import set_offline
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.worker import Worker, ask, follow, is_alive, since_boot_s
from tests.helpers.scripted_worker import script_worker, scripted_run

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def test_events_arrive_in_order_and_the_last_is_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(
        tmp_path, monkeypatch, 'tell(StepEnded(stage="a", done=1)); tell(RunFinished(result={"x": 2}))'
    )
    events = list(Worker.start(folder).events())
    assert [type(event) for event in events] == [RunStarted, StepEnded, RunFinished]
    assert Run.open(folder).result == {"x": 2}


@posix
@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "memory ran out"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "segmentation fault"),
        ("os.kill(os.getpid(), signal.SIGTERM)", "told to terminate"),
        ("sys.exit(3)", "exit code 3"),
    ],
)
def test_a_worker_that_dies_silently_is_reported_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, cause: str
) -> None:
    folder = scripted_run(tmp_path, monkeypatch, script)
    *_, last = Worker.start(folder).events()
    assert isinstance(last, RunFailed)
    assert cause in last.message
    assert "log.txt" in last.hint
    assert Run.open(folder).final == last


@posix
@pytest.mark.parametrize(
    ("job", "way_on"),
    [
        (TrainJob(task="t", dataset="d/0001", model="m", preset="quick"), "choose a smaller batch size"),
        (DownloadJob(models=("m",)), "Get it again: it goes on from what has arrived"),
        (TuneJob(training=TrainJob(task="t", dataset="d/0001", model="m", preset="quick")), "what had ended is kept"),
        (ProbeJob(), "Start it again"),
    ],
)
def test_the_hint_suits_what_the_dead_worker_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Job, way_on: str
) -> None:
    script_worker(tmp_path, monkeypatch, "os.kill(os.getpid(), signal.SIGKILL)")
    *_, last = Worker.start(new_run_folder(tmp_path / "run", job)).events()
    assert isinstance(last, RunFailed)
    assert way_on in last.hint
    assert ("batch size" in last.hint) is isinstance(job, TrainJob)


def test_garbage_on_its_output_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = 'sys.stdout.write("\\x00garbage\\n{}\\n"); tell(RunFinished())'
    events = list(Worker.start(scripted_run(tmp_path, monkeypatch, script)).events())
    assert [type(event) for event in events] == [RunStarted, RunFinished]


def test_what_it_writes_on_standard_error_is_in_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, 'sys.stderr.write("oh dear"); tell(RunFinished())')
    list(Worker.start(folder).events())
    assert "oh dear" in (folder / "log.txt").read_text()


LETS_GO = """
requests = folder / "requests.jsonl"
while "LetGo" not in (requests.read_text() if requests.exists() else ""):
    time.sleep(0.01)
os.close(1)
while "Stop" not in requests.read_text():
    time.sleep(0.01)
os._exit(0)
"""

WAIT_FOR_STOP = """
while not (folder / "requests.jsonl").exists():
    time.sleep(0.01)
tell(RunStopped(message=(folder / "requests.jsonl").read_text()))
"""


def test_a_worker_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker.start(scripted_run(tmp_path, monkeypatch, WAIT_FOR_STOP))
    events = worker.events()
    assert isinstance(next(events), RunStarted)
    worker.ask(Stop())
    (stopped,) = events
    assert isinstance(stopped, RunStopped)
    assert json.loads(stopped.message) == {"type": "Stop"}


def test_a_worker_that_does_not_listen_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """
import subprocess
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL)
tell(StepEnded(stage="child", done=child.pid))
time.sleep(60)
"""
    worker = Worker.start(scripted_run(tmp_path, monkeypatch, script))
    events = worker.events()
    next(events)
    child = next(events)
    assert isinstance(child, StepEnded)
    worker.end(grace_s=0.1)
    assert worker.process.poll() is not None
    assert _is_soon_dead(child.done)
    events.close()


def test_a_run_started_elsewhere_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, WAIT_FOR_STOP)
    worker = Worker.start(folder)
    own = worker.events()
    next(own)
    threading.Timer(0.2, ask, (folder, Stop())).start()
    assert [type(event) for event in follow(folder, poll_s=0.02)] == [RunStarted, RunStopped]
    assert len(list(own)) == 1


@posix
def test_a_followed_worker_that_was_killed_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, "time.sleep(60)")
    worker = Worker.start(folder)
    own = worker.events()
    next(own)
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    *_, last = follow(folder, poll_s=0.02)
    assert isinstance(last, RunFailed)
    assert Run.open(folder).status == RunStatus.FAILED
    worker.end()
    own.close()


def test_following_ends_early_where_nobody_wants_it_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, WAIT_FOR_STOP)
    worker = Worker.start(folder)
    own = worker.events()
    next(own)
    unwanted = threading.Event()
    threading.Timer(0.2, unwanted.set).start()
    assert [type(event) for event in follow(folder, 0.02, unwanted.is_set)] == [RunStarted]
    worker.end()
    own.close()


def test_a_worker_that_is_let_go_tells_no_more_and_lives_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, LETS_GO)
    worker = Worker.start(folder)
    own = worker.events()
    next(own)
    worker.let_go()
    assert list(own) == []
    assert worker.process.poll() is None
    worker.end()
    assert worker.process.returncode == 0


@pytest.mark.parametrize("is_forbidden", [True, False])
def test_workers_know_whether_the_network_is_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_forbidden: bool
) -> None:
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    set_offline(is_forbidden)
    names = "('HF_HUB_OFFLINE', 'HF_DATASETS_OFFLINE', 'TRANSFORMERS_OFFLINE', 'HF_HUB_DISABLE_TELEMETRY')"
    script = f"tell(RunFinished(result={{name: os.environ.get(name) for name in {names}}}))"
    folder = scripted_run(tmp_path, monkeypatch, script)
    list(Worker.start(folder).events())
    *hubs, telemetry = Run.open(folder).result.values()
    assert hubs == ["1" if is_forbidden else None] * 3
    assert telemetry == "1"


def test_a_number_given_to_another_program_is_not_taken_for_the_worker() -> None:
    assert is_alive(RunStarted(pid=os.getpid()))
    assert not is_alive(RunStarted(pid=os.getpid(), at=time.time() - 10**8))


@pytest.mark.parametrize("shift_s", [-(10**6), 10**6])
def test_a_clock_that_was_set_does_not_make_a_worker_look_dead(shift_s: int) -> None:
    own = since_boot_s(os.getpid())
    assert is_alive(RunStarted(pid=os.getpid(), at=time.time() + shift_s, since_boot_s=own))
    assert not is_alive(RunStarted(pid=os.getpid(), since_boot_s=own - 1000))


def test_a_run_that_never_started_cannot_be_followed(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="never started"):
        next(follow(tmp_path))


def _is_soon_dead(pid: int) -> bool:
    """Whether a killed process goes; one that nobody waits for stays as a zombie."""
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False
