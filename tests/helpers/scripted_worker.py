"""A worker that does what a test tells it to, in place of the real one."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ptstudio.core import worker
from ptstudio.core.jobs import ProbeJob
from ptstudio.core.project import new_run_folder

_BEGINNING = """
import os, signal, sys, time
from pathlib import Path
folder = Path(sys.argv[1])
def tell(event):
    line = event.to_line() + "\\n"
    with (folder / "events.jsonl").open("a") as file:
        file.write(line)
    sys.stdout.write(line)
    sys.stdout.flush()
from ptstudio.core.events import *
tell(RunStarted(pid=os.getpid()))
"""


def scripted(script: str) -> str:
    """The program of a worker that says that it started and then runs `script`, which may `tell` events."""
    return _BEGINNING + script


def script_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Have every worker from now on say that it started and then run `script`, which may `tell` events."""
    program = tmp_path / "worker.py"
    program.write_text(scripted(script), encoding="utf-8")
    monkeypatch.setattr(worker, "PROGRAM", (sys.executable, str(program)))


def scripted_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A run folder whose worker says that it started and then runs `script`."""
    script_worker(tmp_path, monkeypatch, script)
    return new_run_folder(tmp_path / "run", ProbeJob())


def ending_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, result: Mapping[str, object]) -> Callable[[], Any]:
    """Have every worker end at once with this result; gives what reads the job that the last one was given."""
    job = tmp_path / "job.json"
    script_worker(
        tmp_path,
        monkeypatch,
        "import shutil, json\n"
        f"shutil.copy(folder / 'job.json', {str(job)!r})\n"
        f"tell(RunFinished(result=json.loads({json.dumps(result)!r})))",
    )
    return lambda: json.loads(job.read_text())
