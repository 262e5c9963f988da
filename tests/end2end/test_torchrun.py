"""A training that torchrun starts: the command that is printed, a process that dies, and the same command once more."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ptstudio.cli.computing import launch_command
from ptstudio.core.events import CheckpointSaved, EpochEnded, RunFailed, RunFinished
from ptstudio.core.quiet import OFFLINE, QUIET
from ptstudio.core.run import Run, read_events
from tests.helpers.projects import coloured_project, library_with, training_of

EPOCHS = 30


@pytest.fixture
def run(tmp_path: Path) -> Path:
    library_with()
    project, dataset = coloured_project(tmp_path)
    return project.new_run(
        training_of(dataset, "thorough", epochs=EPOCHS, patience=0, head_epochs=0, checkpoint_every_s=0)
    )


def launched(run: Path) -> "subprocess.Popen[bytes]":
    """The printed command with the numbers of this machine: one host, two processes."""
    words = shlex.split(launch_command(run))[1:]
    own = {"--nnodes": "1", "--nproc-per-node": "2", "--rdzv-endpoint": "localhost:0"}
    options = [f"{name}={own.get(name, value)}" for name, _, value in (word.partition("=") for word in words[:4])]
    return subprocess.Popen(
        [sys.executable, "-m", "torch.distributed.run", *options, *words[4:]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | QUIET | OFFLINE,
    )


def said(process: "subprocess.Popen[bytes]") -> str:
    """What was printed until the end."""
    return process.communicate()[0].decode(errors="replace")


def test_a_process_that_dies_ends_the_run_cleanly_and_the_same_command_goes_on(run: Path) -> None:
    first = launched(run)
    assert first.stdout is not None
    for line in first.stdout:
        if b"CheckpointSaved" in line:
            break
    started = Run.open(run).started
    assert started is not None
    (other,) = [child for child in psutil.Process(first.pid).children() if child.pid != started.pid]
    other.kill()
    assert first.stdout.read()
    assert first.wait() == 1
    failure = Run.open(run).final
    assert isinstance(failure, RunFailed)
    assert failure.can_resume
    assert "train together ended unexpectedly" in failure.message
    again = launched(run)
    text = said(again)
    assert again.returncode == 0, text
    first.stdout.close()
    events = list(read_events(run))
    assert isinstance(events[-1], RunFinished)
    assert any(isinstance(event, CheckpointSaved) for event in events)
    assert {event.epoch for event in events if isinstance(event, EpochEnded)} == set(range(1, EPOCHS + 1))
    assert Run.open(run).choices["processes"].value == 2
