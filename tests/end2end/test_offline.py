"""Offline is a promise: the whole way asks no other host for anything, and does not miss it."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from ptstudio.core.folders import HOME_VARIABLE, resources
from ptstudio.core.guard import RECORD
from ptstudio.core.offline import OFFLINE_VARIABLE, ONLINE_VARIABLE
from ptstudio.core.quiet import OFFLINE, QUIET
from tests.helpers.no_network import can_isolate, isolated, strangers

COMMAND = (sys.executable, "-m", "ptstudio")
TINY = ("--preset", "quick", "--set", "head_epochs=2", "--set", "image_px=32")
PER_CLASS = 8
ASKS_AT_ITS_END = """
import atexit, os, socket

def ask():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.2)
    except OSError:
        pass

def ask_and_leave(status, leave=os._exit):  # a worker takes nothing apart at its end
    ask()
    leave(status)

atexit.register(ask)
os._exit = ask_and_leave
"""


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few pictures of each class of the built-in sample."""
    folder = tmp_path_factory.mktemp("sample")
    with zipfile.ZipFile(resources() / "samples" / "digits.zip") as archive:
        for label in range(10):
            names = sorted(name for name in archive.namelist() if name.startswith(f"digits/{label}/"))
            archive.extractall(folder, names[:PER_CLASS])
    return folder / "digits"


def tell(home: Path, *arguments: str | Path, before: Sequence[str] = (), **environment: str) -> str:
    """Run a command line to its good end, as on a machine where nobody has told the libraries anything."""
    told = (*QUIET, *OFFLINE, OFFLINE_VARIABLE, ONLINE_VARIABLE, "CI")
    inherited = {name: value for name, value in os.environ.items() if name not in told}
    places = {name: str(home) for name in (HOME_VARIABLE, "HOME", "XDG_CACHE_HOME")}
    done = subprocess.run(
        [*before, *COMMAND, *map(str, arguments)],
        env=inherited | places | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(digits: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole way was gone: import, train, evaluate, export; every command and every worker a process of its
    own, without any network where the system lets it be so, and their system calls on record.
    """
    place = tmp_path_factory.mktemp("place")
    home, project = place / "home", place / "project"
    home.mkdir()
    before = isolated(place / "trace") if can_isolate() else []
    tell(home, "train", "--data", digits, "--model", "starter", "--out", project, *TINY, before=before)
    tell(home, "evaluate", project, before=before)
    tell(home, "export", project, "--out", place / "exported", before=before)
    return place


def test_the_whole_way_asks_nobody(place: Path) -> None:
    """Every process notes what its guard refuses, and what ONNX Runtime would report lies in the home."""
    assert not (place / "home" / RECORD).exists()
    logs = [path.read_text(encoding="utf-8") for path in (place / "project").glob("runs/*/log.txt")]
    assert len(logs) == 3, "of the import, the training and the evaluation; an export leaves none"
    assert not any("was refused" in log for log in logs)
    assert list((place / "home").rglob("onnxruntime.db")) == []


@pytest.mark.skipif(not can_isolate(), reason="this system lets no process leave the network")
def test_the_whole_way_goes_where_there_is_no_network_and_nothing_even_tries(place: Path) -> None:
    """Where the system calls can be watched, native code included."""
    assert (place / "exported" / "certificate.json").exists()
    assert strangers(place / "trace") == []


@pytest.mark.skipif(not can_isolate() or shutil.which("strace") is None, reason="nobody can watch system calls here")
def test_whoever_tries_is_seen(tmp_path: Path) -> None:
    """So that the test before this one can fail."""
    subprocess.run([*isolated(tmp_path / "trace"), sys.executable, "-c", ASKS_AT_ITS_END], check=True)
    (line,) = strangers(tmp_path / "trace")
    assert "192.0.2.1" in line


def test_command_line_and_worker_each_catch_who_asks(digits: Path, tmp_path: Path) -> None:
    """Something in both processes asks for another host: each guard refuses it and notes it down."""
    (tmp_path / "sitecustomize.py").write_text(ASKS_AT_ITS_END, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    tell(home, "inspect", digits, PYTHONPATH=str(tmp_path))
    noted = (home / RECORD).read_text(encoding="utf-8").splitlines()
    assert len(noted) == 2
    assert all("connect 192.0.2.1:9 by " in line for line in noted)
    assert ["engine" in line for line in noted] == [True, False], "the worker ends first"
