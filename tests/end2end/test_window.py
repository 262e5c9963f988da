"""Stories of the real window with real workers, told by clicks and keys."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.closing import ClosingDialog
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.revision_tiles import RevisionTiles
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.core.events import CheckpointSaved, EpochEnded, RunFailed
from ptstudio.core.run import Run, RunStatus, read_events
from ptstudio.core.worker import PROCESSES
from tests.helpers.pictures import save
from tests.helpers.projects import coloured_folders, imported, library_with
from tests.helpers.window_ends import put_away

SECOND = 1000
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
SMALL = {"image_px": 32, "head_epochs": 4, "epochs": 24, "patience": 0, "batch_size": 8, "checkpoint_every_s": 0.0}


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    made = opened_window()
    yield made
    put_away(qapp, made)


@pytest.fixture
def in_project(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window on a project with three colours imported, ready for a short training."""
    library_with()
    window.session.open_project(tmp_path / "project", is_new=True)
    project = window.session.project
    assert project is not None
    key = imported(project, coloured_folders(tmp_path / "colours"))
    window.session.refresh()
    window.session.choose_revision(key)
    window.session.choose_settings("thorough", dict(SMALL))
    return window


def opened_window() -> MainWindow:
    theme().choose("light")
    made = MainWindow(Session(Preferences()))
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


def click(qtbot: QtBot, where: QWidget, text: str) -> None:
    """Click the button of that text as soon as it is there and can be clicked."""

    def found() -> list[QPushButton]:
        buttons = where.findChildren(QPushButton)
        return [button for button in buttons if button.text() == text and button.isVisible() and button.isEnabled()]

    wait(qtbot, found, 20)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def press(window: MainWindow, key: Qt.Key) -> None:
    """Press a shortcut with Ctrl."""
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def wait(qtbot: QtBot, holds: Callable[[], object], seconds: int = 120) -> None:
    qtbot.waitUntil(lambda: bool(holds()), timeout=seconds * SECOND)


def closed(window: MainWindow, answer: str = "") -> bool:
    """Close the window and click this answer if a job is asked for; gives whether it did close."""
    tries = iter(range(500))

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        buttons = dialog.findChildren(QPushButton) if isinstance(dialog, ClosingDialog) else []
        found = [button for button in buttons if button.text() == answer]
        if found:
            QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        elif next(tries, None) is not None:
            QTimer.singleShot(20, window, look)
        elif isinstance(dialog, ClosingDialog):
            dialog.reject()

    if answer:
        QTimer.singleShot(0, window, look)
    return window.close()


def start_training(qtbot: QtBot, window: MainWindow) -> Path:
    """Start from the page and wait until the first epoch has been saved."""
    press(window, Qt.Key.Key_3)
    assert window.page is not None
    click(qtbot, window.page, "Start training")
    folder = window.session.shown
    assert folder is not None
    wait(qtbot, lambda: any(isinstance(event, CheckpointSaved) for event in read_events(folder)))
    return folder


def test_from_an_empty_start_page_to_a_passed_certificate(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    assert window.sidebar.state("data") is StepState.TODO
    assert window.page is not None
    click(qtbot, window.page, "Open “Handwritten digits”")
    wait(qtbot, lambda: session.revision is not None)
    assert session.project is not None
    assert session.project.folder.is_relative_to(tmp_path)
    assert window.sidebar.state("data") in (StepState.DONE, StepState.ATTENTION)
    assert window.page.key == "data"
    click(qtbot, window.page, "Choose a model")
    assert window.page.key == "model"
    assert session.model == "starter"
    click(qtbot, window.page, "Go on to training")
    session.choose_settings("quick", {"head_epochs": 8})
    assert window.page.key == "train"
    click(qtbot, window.page, "Start training")
    wait(qtbot, lambda: window.sidebar.state("train") is StepState.RUNNING)
    wait(qtbot, lambda: session.shown_run and session.shown_run.status is RunStatus.FINISHED, 300)
    assert window.sidebar.state("train") is StepState.DONE
    press(window, Qt.Key.Key_4)
    assert window.page.key == "evaluate"
    assert window.sidebar.state("evaluate") is StepState.DONE
    press(window, Qt.Key.Key_6)
    assert window.page.key == "export"
    click(qtbot, window.page, "Start export")
    wait(qtbot, lambda: window.sidebar.state("export") in (StepState.DONE, StepState.ATTENTION), 300)
    export = next(run for run in session.runs.values() if run.job.type == "export")
    assert export.status is RunStatus.FINISHED
    first = export.result["certificates"][0]
    assert (first["variant"], first["passed"]) == ("float32", True)
    assert Path(export.result["folder"], "model.onnx").is_file()
    assert window.page.notice.isHidden()


@posix
def test_a_worker_that_is_killed_in_mid_epoch_is_resumed_from_the_window(in_project: MainWindow, qtbot: QtBot) -> None:
    session = in_project.session
    folder = start_training(qtbot, in_project)
    started = session.runs[folder].started
    assert started is not None
    os.kill(started.pid, signal.SIGKILL)
    wait(qtbot, lambda: session.runs[folder].status is RunStatus.FAILED)
    wait(qtbot, lambda: not session.is_running(folder))
    assert in_project.sidebar.state("train") is StepState.ATTENTION
    before = len(session.runs[folder].epochs)
    assert in_project.page is not None
    click(qtbot, in_project.page, "Resume")
    wait(qtbot, lambda: session.runs[folder].status is RunStatus.FINISHED, 300)
    run = session.runs[folder]
    assert run.started is not None
    assert run.started.session == 2
    assert len(run.epochs) == 28 > before
    assert [epoch.epoch for epoch in run.epochs] == list(range(1, 29))


@posix
def test_two_processes_train_together_and_one_that_dies_can_be_done_without(
    in_project: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = in_project.session
    press(in_project, Qt.Key.Key_3)
    page = in_project.page
    assert isinstance(page, TrainPage)
    click(qtbot, page, "Show every setting")
    page.setup.computing.processes.setFocus()
    QTest.keyClick(page.setup.computing.processes, Qt.Key.Key_Up)
    folder = start_training(qtbot, in_project)
    assert session.runs[folder].choices["processes"].value == 2
    started = session.runs[folder].started
    assert started is not None
    (other,) = psutil.Process(started.pid).children()
    other.kill()
    wait(qtbot, lambda: session.runs[folder].status is RunStatus.FAILED)
    wait(qtbot, lambda: not session.is_running(folder))
    failure = session.runs[folder].final
    assert isinstance(failure, RunFailed)
    assert failure.can_resume
    assert "train together" in failure.message
    monkeypatch.setenv(PROCESSES, "1")
    click(qtbot, page, "Resume")
    wait(qtbot, lambda: session.runs[folder].status is RunStatus.FINISHED, 300)
    assert [epoch.epoch for epoch in session.runs[folder].epochs] == list(range(1, 29))


def test_a_training_that_goes_on_in_the_background_is_found_again(
    in_project: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = start_training(qtbot, in_project)
    supervisor = in_project.session._supervisors[folder]
    worker = supervisor._worker
    assert worker is not None
    assert not closed(in_project, "Do not close")
    assert in_project.isVisible()
    assert in_project.session.is_running(folder)
    assert closed(in_project, "Go on in the background")
    assert worker.process.poll() is None
    second = opened_window()
    second.session.open_project(tmp_path / "project")
    assert second.session.is_running(folder)
    wait(qtbot, lambda: second.session.runs[folder].status is RunStatus.FINISHED, 300)
    wait(qtbot, lambda: not second.session.is_running(folder))
    assert second.sidebar.state("train") is StepState.DONE
    assert sum(isinstance(event, EpochEnded) for event in read_events(folder)) == 28
    assert closed(second)
    second.deleteLater()
    assert worker.process.wait(20) == 0


def test_a_training_that_was_stopped_by_closing_is_resumed_at_the_next_start(
    in_project: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = start_training(qtbot, in_project)
    worker = in_project.session._supervisors[folder]._worker
    assert worker is not None
    assert closed(in_project, "Stop and save")
    assert worker.process.poll() == 0
    assert Run.open(folder).status is RunStatus.STOPPED
    assert (folder / "model" / "model.json").is_file()
    second = opened_window()
    second.session.open_project(tmp_path / "project")
    assert second.sidebar.state("train") is StepState.ATTENTION
    press(second, Qt.Key.Key_3)
    assert second.page is not None
    click(qtbot, second.page, "Resume")
    wait(qtbot, lambda: second.session.runs[folder].status is RunStatus.FINISHED, 300)
    assert [epoch.epoch for epoch in second.session.runs[folder].epochs] == list(range(1, 29))
    assert closed(second)
    second.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of completions, where there is no screen
def test_an_answer_that_was_wrong_teaches_the_next_revision(
    in_project: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = in_project.session
    folder = start_training(qtbot, in_project)
    wait(qtbot, lambda: session.runs[folder].status is RunStatus.FINISHED, 300)
    wrong, new = tmp_path / "colours" / "red" / "3.png", save(tmp_path / "new.png", seed=500)
    press(in_project, Qt.Key.Key_5)
    page = in_project.page
    assert isinstance(page, TryOutPage)
    page.take_dropped([wrong, new])
    wait(qtbot, lambda: len(page.trying.history.entries) == 2 and not page.trying.history.unanswered)
    for entry in page.trying.history.entries:
        card = page.answers.card(entry)
        assert card is not None
        next(action for action in card.correction.menu.actions() if action.text() == "Another class…").trigger()
        QTest.keyClicks(card.correction.asking.field, "violet" if entry.file == new else "green")
        QTest.keyClick(card.correction.asking.field, Qt.Key.Key_Return)
        wait(qtbot, card.correction.kept.isVisible)
    assert page.inbox_line.words.text().startswith("2 corrected pictures wait")
    click(qtbot, page, "Import the next revision…")
    data = in_project.page
    assert isinstance(data, DataPage)
    assert data.wizard is not None
    for _ in range(3):
        click(qtbot, data.wizard, "Next")
    wait(qtbot, lambda: data.wizard is not None and data.wizard.bench.trial.outcome is not None)
    click(qtbot, data.wizard, "Import")
    wait(qtbot, lambda: session.revision is not None and session.revision.number == 2)
    assert data.wizard is None
    assert session.project is not None
    assert session.revision is not None
    assert session.revision.classes == ("blue", "green", "red", "violet")
    assert not session.project.inbox_folder().exists()
    assert not data.inbox_line.isVisible()
    wait(qtbot, lambda: "1 new; 1 with another class (1 from red to green)" in data.contents._values["change"].whole)
    tiles = RevisionTiles(session.project, session.revision, "violet")
    assert tiles.tile(0).path.name.startswith("new-")
    data.contents.label_filter.setCurrentText("violet")
    data.contents.label_filter.activated.emit(4)
    wait(qtbot, lambda: data.contents.grid.model.rowCount() == 1)
    wait(qtbot, lambda: data.contents.grid.model.picture(0) is not None)
    press(in_project, Qt.Key.Key_5)
    cards = [page.answers.card(entry) for entry in page.trying.history.entries]
    assert [card.correction.kept_words.text() for card in cards if card is not None] == [
        "In your data as “green”", "In your data as “violet”",
    ]  # fmt: skip


def test_the_theme_is_switched_while_charts_move(in_project: MainWindow, qtbot: QtBot) -> None:
    folder = start_training(qtbot, in_project)
    seen = len(in_project.session.runs[folder].epochs)
    for choice in ("dark", "light", "dark", "light"):
        theme().choose(choice)
        qtbot.wait(200)
    wait(qtbot, lambda: len(in_project.session.runs[folder].epochs) > seen)
    click(qtbot, in_project.status, "Stop")
    wait(qtbot, lambda: in_project.session.runs[folder].status is RunStatus.STOPPED)
    assert (folder / "model" / "model.json").is_file()
