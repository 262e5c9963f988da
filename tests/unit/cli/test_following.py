"""Following a worker to its end, whatever end that is."""

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from ptstudio.cli.following import LAST_FAILURE, Stopped, follow_to_end, temporary_run
from ptstudio.core.errors import InputError, JobFailure
from ptstudio.core.events import Event, StepEnded
from ptstudio.core.folders import data_folder
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.worker import Worker
from tests.helpers.scripted_worker import scripted_run

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
OBEDIENT = """
tell(StepEnded(stage="a", done=1))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped.", can_resume=True))
"""
DEAF = 'tell(StepEnded(stage="a", done=1)); time.sleep(60)'


def press_ctrl_c(_: Worker, event: Event) -> None:
    if isinstance(event, StepEnded):
        signal.raise_signal(signal.SIGINT)


def test_a_finished_run_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, 'tell(RunFinished(result={"x": 1}))')
    assert follow_to_end(folder).result == {"x": 1}


@pytest.mark.parametrize(("is_input", "kind"), [(True, InputError), (False, JobFailure)])
def test_a_failure_keeps_its_words_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_input: bool, kind: type[Exception]
) -> None:
    failed = f'tell(RunFailed(message="Oh.", hint="Do.", can_resume=True, is_input_error={is_input}))'
    folder = scripted_run(tmp_path, monkeypatch, failed)
    with pytest.raises(kind) as caught:
        follow_to_end(folder)
    assert isinstance(caught.value, InputError | JobFailure)
    assert caught.value.message == "Oh."
    assert caught.value.hint == f"Do. To go on: ptstudio resume {folder}"


@posix
def test_ctrl_c_asks_the_worker_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.getsignal(signal.SIGINT)
    folder = scripted_run(tmp_path, monkeypatch, OBEDIENT)
    with pytest.raises(Stopped) as caught:
        follow_to_end(folder, press_ctrl_c)
    assert f"ptstudio resume {folder}" in caught.value.hint
    assert "Stopping: saving" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGINT) == before


@posix
def test_ctrl_c_while_waiting_for_the_next_event_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, OBEDIENT)

    def soon(_: Worker, event: Event) -> None:
        if isinstance(event, StepEnded):
            threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(Stopped, match="Stopped"):
        follow_to_end(folder, soon)


@posix
def test_ctrl_c_twice_ends_a_worker_that_does_not_listen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, DEAF)
    workers: list[Worker] = []

    def press_twice(worker: Worker, event: Event) -> None:
        workers.append(worker)
        press_ctrl_c(worker, event)
        press_ctrl_c(worker, event)

    with pytest.raises(Stopped, match="at once"):
        follow_to_end(folder, press_twice)
    assert workers[0].process.returncode is not None


def test_a_failure_while_showing_ends_the_worker_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scripted_run(tmp_path, monkeypatch, OBEDIENT)
    workers: list[Worker] = []

    def fail(worker: Worker, _: Event) -> None:
        workers.append(worker)
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        follow_to_end(folder, fail)
    assert workers[0].process.returncode is not None


@pytest.mark.parametrize(
    ("error", "is_kept"),
    [(None, False), (InputError("a", "b"), False), (Stopped("a", "b"), False), (JobFailure("a", "b"), True)],
)
def test_a_temporary_run_leaves_nothing_but_the_log_of_the_last_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception | None, is_kept: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with contextlib.suppress(InputError, JobFailure), temporary_run(ProbeJob()) as folder:
        (folder / "log.txt").write_text("what happened")
        if error:
            raise error
    assert list(tmp_path.glob("ptstudio-*")) == []
    kept = data_folder() / LAST_FAILURE
    assert (kept.read_text() if kept.exists() else None) == ("what happened" if is_kept else None)


@pytest.mark.parametrize("has_log", [True, False])
def test_the_hint_of_a_failure_says_where_the_log_is_if_there_is_one(has_log: bool) -> None:
    def fail() -> None:
        with temporary_run(ProbeJob()) as folder:
            if has_log:
                (folder / "log.txt").touch()
            raise JobFailure("a", "b")

    with pytest.raises(JobFailure) as caught:
        fail()
    assert caught.value.hint == (f"b The log: {data_folder() / LAST_FAILURE}" if has_log else "b")
