"""Threads wait for each other as other programs allow."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ptstudio.engine.metering import company
from ptstudio.engine.metering.company import CROWDED, POLICY, cores_taken_by_others, wait_considerately

BUSY = "print(flush=True)\nwhile True: pass"


@contextmanager
def busy() -> Iterator[int]:
    """Somebody computes; gives the number of the process."""
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.kill()


def test_another_program_that_computes_is_seen() -> None:
    with busy():
        assert cores_taken_by_others(0.5) > CROWDED


def test_what_this_process_and_its_parent_take_is_not_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the one that computes stands for the parent."""
    with busy() as number:
        seen = cores_taken_by_others(0.5)
        monkeypatch.setattr(os, "getppid", lambda: number)
        assert cores_taken_by_others(0.5) < seen


@pytest.mark.parametrize(("taken", "policy"), [(0.0, None), (1.0, "PASSIVE")])
def test_threads_sleep_among_others_alone(monkeypatch: pytest.MonkeyPatch, taken: float, policy: str | None) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.delenv(POLICY, raising=False)
    monkeypatch.setattr(company, "cores_taken_by_others", lambda _: taken)
    wait_considerately()
    assert os.environ.get(POLICY) == policy
    os.environ.pop(POLICY, None)


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setenv(POLICY, "ACTIVE")
    monkeypatch.setattr(company, "cores_taken_by_others", lambda _: 1.0)
    wait_considerately()
    assert os.environ[POLICY] == "ACTIVE"


def test_a_worker_looks_before_it_loads_torch() -> None:
    program = "import sys; import ptstudio.engine.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
