"""A worker that waits does a job as a fresh one would, and is gone when nobody can want it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from ptstudio.core.events import MachineProbed, RunFinished, RunStarted
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.core.spare import Spare
from ptstudio.core.worker import ask, is_alive
from tests.helpers.patience import until


@contextmanager
def spare_worker() -> Iterator[Spare]:
    """Not as a fixture: pytest tells in the environment whether it sets up or tests."""
    waiting = Spare()
    try:
        yield waiting
    finally:
        waiting.end()


def lives(pid: int) -> bool:
    """One that has ended may stay on the list, where nobody asks how it ended."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_spare_worker_does_a_job_as_a_fresh_one_would(tmp_path: Path) -> None:
    folder = new_run_folder(tmp_path / "run", ProbeJob())
    ask(folder, Stop())  # of a session before
    with spare_worker() as spare:
        worker = spare.become(folder)
        assert worker is not None
        events = list(worker.events())
        started = events[0]
        assert isinstance(started, RunStarted)
        assert started.pid == spare.pid
        assert any(isinstance(event, MachineProbed) for event in events)
        assert isinstance(events[-1], RunFinished)
        assert worker.process.wait() == 0
        assert not is_alive(started)
        assert not spare.is_fit, "it does one job"
    assert Run.open(folder).final == events[-1]
    assert (folder / "log.txt").exists()


def test_one_that_has_died_does_nothing(tmp_path: Path) -> None:
    with spare_worker() as spare:
        psutil.Process(spare.pid).kill()
        until(lambda: not spare.is_fit)
        assert spare.become(new_run_folder(tmp_path / "run", ProbeJob())) is None


def test_it_does_nothing_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = new_run_folder(tmp_path / "run", ProbeJob())
    (folder / "log.txt").mkdir()
    with spare_worker() as spare:
        assert spare.become(folder) is None
        assert not spare.is_fit


def test_one_that_was_started_under_other_conditions_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with spare_worker() as spare:
        assert spare.is_fit
        monkeypatch.setenv("PTSTUDIO_OFFLINE", "1")
        assert not spare.is_fit
        assert spare.become(new_run_folder(tmp_path / "run", ProbeJob())) is None
        assert not psutil.pid_exists(spare.pid)


def test_it_ends_with_the_process_that_has_started_it() -> None:
    code = "from ptstudio.core.spare import Spare; print(Spare().pid, flush=True); import os; os._exit(0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    until(lambda: not lives(int(done.stdout)))
