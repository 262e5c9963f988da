"""The real worker, with something that happens to it at a certain training step."""

import sys
from pathlib import Path

import pytest

from ptstudio.core import worker

_BEGINNING = """
import errno, os, signal, sys, time
from ptstudio.engine import __main__ as engine
from ptstudio.engine.learning import checkpoint
from ptstudio.engine.learning import loop

plain_step, plain_save = loop.Loop._step, checkpoint.save_file
steps = saves = 0

def step(self, batch, *more):
    global steps
    steps += 1
    at_step(steps)
    return plain_step(self, batch, *more)

def save(tensors, path):
    global saves
    saves += 1
    at_save(saves)
    plain_save(tensors, path)

def at_step(number): pass
def at_save(number): pass
loop.Loop._step, checkpoint.save_file = step, save
"""
_END = """
sys.exit(engine.main())
"""
NOTHING = ""
SLOW = "def at_step(number): time.sleep(0.1)"
KILLED = "def at_step(number): number == {step} and os.kill(os.getpid(), signal.SIGKILL)"
NOISY_CRASH = """
def at_step(number):
    print("garbage from Python")
    os.write(1, b'{{"type": "RunFinished"}}\\n\\x00\\xff garbage from C\\n')
    os.write(2, b"complaint from C\\n")
    number == {step} and os.kill(os.getpid(), signal.SIGSEGV)
"""
VANISHED = """
def at_step(number):
    if number == {step}:
        os.rename({folder!r}, {folder!r} + ".away")
"""
FULL_DISK = """
def at_save(number):
    if number == {save}:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
"""


def faulty_program(folder: Path, fault: str) -> tuple[str, ...]:
    """The command line of a worker to which `fault` happens, but for the run's folder."""
    program = folder / "faulty_worker.py"
    program.write_text(_BEGINNING + fault + _END, encoding="utf-8")
    return sys.executable, str(program)


def let_happen(monkeypatch: pytest.MonkeyPatch, folder: Path, fault: str) -> None:
    """From now on `fault` happens to every worker that the test starts."""
    monkeypatch.setattr(worker, "PROGRAM", faulty_program(folder, fault))
