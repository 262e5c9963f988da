"""The thread that follows a worker goes when the worker does, and never holds the window up."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ptstudio.app import supervisor
from ptstudio.app.supervisor import Supervisor
from tests.helpers.patience import until
from tests.helpers.scripted_worker import scripted_run

CHILD_HOLDS_THE_LINE = """
import subprocess
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(folder / "child").write_text(str(child.pid))
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_line_that_another_process_holds_open_is_given_up(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LAST_WORDS_S", 0.2)
    folder = scripted_run(tmp_path, monkeypatch, CHILD_HOLDS_THE_LINE)
    session = QObject()
    following = Supervisor(folder, session)
    following.begin()
    until(lambda: (folder / "child").exists() and bool((folder / "child").read_text()))
    worker = following._worker
    assert worker is not None
    os.kill(worker.process.pid, signal.SIGKILL)
    following.end()
    assert following.isRunning()
    assert following.parent() is None
    psutil.Process(int((folder / "child").read_text())).kill()
    assert following.wait(20_000)
    session.deleteLater()
    qtbot.wait(1)


def test_a_supervisor_goes_away_with_its_worker(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = QObject()
    following = Supervisor(scripted_run(tmp_path, monkeypatch, "tell(RunFinished(result={}))"), session)
    gone: list[bool] = []
    following.destroyed.connect(lambda: gone.append(True))
    following.begin()
    following.end()
    qtbot.waitUntil(lambda: bool(gone))
    assert session.children() == []
    session.deleteLater()
    qtbot.wait(1)
