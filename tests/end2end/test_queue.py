"""Stories of the queue with real workers: in the window over a restart, and by the command line alone."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.cli.program import run as command
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import EntryState
from ptstudio.core.queue_file import QueueFile, now
from ptstudio.core.run import Run, RunStatus, load_job
from tests.helpers.projects import coloured_folders, coloured_project, imported, library_with, training_of

SMALL = ("--preset", "quick", "--set", "image_px=32", "--set", "head_epochs=3", "--set", "batch_size=8")


def opened_window() -> MainWindow:
    theme().choose("light")
    made = MainWindow(Session(Preferences()))
    made.show()
    QApplication.processEvents()
    return made


def click(qtbot: QtBot, window: MainWindow, text: str) -> None:
    def found() -> list[QPushButton]:
        buttons = window.findChildren(QPushButton)
        return [button for button in buttons if button.text() == text and button.isVisible() and button.isEnabled()]

    wait(qtbot, found)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def wait(qtbot: QtBot, holds: Callable[[], object], seconds: int = 120) -> None:
    qtbot.waitUntil(lambda: bool(holds()), timeout=1000 * seconds)


def test_two_wait_over_a_restart_the_first_fails_and_the_second_is_done(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    library_with()
    project, dataset = coloured_project(tmp_path)
    doomed = imported(project, coloured_folders(tmp_path / "others", first=100), name="others")
    window = opened_window()
    window.session.open_project(project.folder)
    for key in (doomed, dataset):
        window.session.queue.add(training_of(key, patience=0))
        window.session.queue.hold()
    assert window.close()
    window.deleteLater()
    QueueFile(project).change(lambda queue: queue.held(queue.hold.NONE))
    shutil.rmtree(project.revision_folder(doomed))

    window = opened_window()
    window.session.open_project(project.folder)
    session = window.session
    click(qtbot, window, "Start now")
    wait(qtbot, lambda: len(session.trainings()) == 2 and not session.queue.queue.started, 240)
    trainings = {run.job.dataset: run for run in map(Run.open, session.trainings()) if isinstance(run.job, TrainJob)}
    assert trainings[doomed].status is RunStatus.FAILED
    assert trainings[dataset].status is RunStatus.FINISHED
    (left,) = session.queue.queue.entries
    assert left.state is EntryState.FAILED
    assert left.message
    assert left.hint
    assert not session.queue.is_busy
    assert window.close()
    window.deleteLater()
    qapp.processEvents()


def test_trainings_are_queued_and_done_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library_with()
    pictures, out = coloured_folders(tmp_path / "colours"), tmp_path / "project"
    given = ["train", "--data", str(pictures), "--model", "starter", "--out", str(out), *SMALL]
    assert command([*given, "--set", "seed=1", "--at", "22:00", "--json"]) == 0
    added = json.loads(capsys.readouterr().out)
    assert added["not_before"].endswith("22:00")
    assert command([*given, "--set", "seed=2", "--queue"]) == 0
    assert "2 runs wait there now" in capsys.readouterr().out
    assert command(["queue", str(out), "--remove", added["id"]]) == 0
    assert command(["queue", str(out), "--run"]) == 0
    assert "Done: 1, failed: 0." in capsys.readouterr().out
    trained = [Run.open(folder) for folder in Project.open(out).runs() if isinstance(load_job(folder), TrainJob)]
    assert [(run.status, run.job.settings["seed"]) for run in trained if isinstance(run.job, TrainJob)] == [
        (RunStatus.FINISHED, 2)
    ]
    assert QueueFile(Project.open(out)).take(now()) is None
