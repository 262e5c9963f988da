"""The window around the pages: sidebar, menus, help, status line, theme, and closing while something runs."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragLeaveEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app import help_texts
from ptstudio.app.closing import ClosingDialog, Farewell
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.all_pages import PageFacts, all_pages
from ptstudio.app.pages.data import DataPage
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.pages.try_out import TryOutPage
from ptstudio.app.session import Session
from ptstudio.app.theme import DARK, LIGHT, theme
from ptstudio.app.widgets.sidebar import StepState
from ptstudio.app.widgets.text import Button, IconButton
from ptstudio.core.jobs import AddModelJob, ImportJob, TrainJob
from ptstudio.core.offline import OFFLINE_VARIABLE, is_offline
from ptstudio.core.project import Project
from ptstudio.core.run import Run, RunStatus
from tests.gui.test_session import LISTENS
from tests.helpers.corpora import class_folders
from tests.helpers.hands import click, drop, hold, press
from tests.helpers.pictures import save
from tests.helpers.scripted_worker import script_worker

KEYS = [facts.step.key for facts in all_pages()]
JOB = TrainJob(task="image-classification", dataset="rubbish/0002", model="starter", preset="quick")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(opened: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    script_worker(tmp_path, monkeypatch, LISTENS)
    made = MainWindow(opened)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    yield made
    opened.close_project()
    made.close()
    made.deleteLater()


@pytest.fixture
def running(window: MainWindow, qtbot: QtBot) -> Path:
    """A training under way."""
    folder = window.session.start(JOB)
    qtbot.waitUntil(lambda: window.session.runs[folder].stage is not None, timeout=20_000)
    return folder


def action(window: MainWindow, text: str) -> QAction:
    return next(one for one in window.findChildren(QAction) if one.text().replace("&", "") == text)


def named(window: MainWindow, text: str) -> QPushButton:
    return next(one for one in window.status.findChildren(QPushButton) if one.text() == text)


def answer(choice: str) -> None:
    """Click a button of the closing dialog as soon as it is there; waits no longer than it takes to appear."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ClosingDialog):
            click(getattr(dialog, choice))
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


# ------------------------------------------------------------------ going about


@pytest.mark.parametrize("number", range(len(KEYS)))
def test_every_page_is_one_shortcut_away(window: MainWindow, number: int) -> None:
    press(window, Qt.Key(Qt.Key.Key_0 + number), CONTROL)
    assert window.page is window.pages[KEYS[number]]
    assert window.page.key == KEYS[number]


def test_pages_are_made_when_they_are_first_shown(window: MainWindow) -> None:
    assert list(window.pages) == ["start"]
    window.show_page("runs")
    shown = window.page
    window.show_page("start")
    window.show_page("runs")
    assert window.page is shown


def test_whoever_passes_the_models_by_trains_what_suits_the_data_all_the_same(window: MainWindow) -> None:
    window.session.is_model_chosen = False
    window.show_page("train")
    assert list(window.pages) == ["start", "model", "train"]


def test_the_sidebar_leads_to_pages_and_tells_their_state_in_words(window: MainWindow) -> None:
    click(window.sidebar._rows["runs"])
    assert window.page is window.pages["runs"]
    assert window.sidebar._rows["runs"].isChecked()
    assert not window.sidebar._rows["start"].isChecked()
    assert window.sidebar.state("evaluate") is StepState.DONE
    assert window.sidebar._rows["evaluate"].accessibleName() == "Evaluate, done"
    window.session.close_project()
    assert window.sidebar._rows["evaluate"].accessibleName() == "Evaluate, to do"


def test_the_title_tells_the_project_and_whether_it_may_be_written(window: MainWindow, project: Project) -> None:
    assert window.windowTitle() == "project – PTStudio"
    second = Session(window.session.preferences, window)
    other = MainWindow(second)
    other.attempt(lambda: second.open_project(project.folder))
    assert other.windowTitle() == "project (read only) – PTStudio"
    other.close()
    other.deleteLater()
    window.session.close_project()
    assert window.windowTitle() == "PTStudio"


# ------------------------------------------------------------------ menus


def test_no_two_shortcuts_are_the_same(window: MainWindow) -> None:
    used = [one.shortcut().toString() for one in window.findChildren(QAction) if not one.shortcut().isEmpty()]
    assert len(used) == len(set(used))
    assert {"Ctrl+N", "Ctrl+O", "Ctrl+Return", "F1"} <= set(used)


def test_a_project_is_made_from_the_menu(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "moths"), ""))
    action(window, "New project…").trigger()
    assert window.session.project is not None
    assert window.session.project.name == "moths"
    assert window.page is window.pages["data"]


def test_a_folder_that_is_no_project_is_refused_where_one_can_read_it(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.session.project
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    action(window, "Open project…").trigger()
    assert window.session.project is before
    assert window.page is window.pages["start"]
    assert "no project" in window.pages["start"].notice.message.text()
    assert window.pages["start"].notice.isVisible()


def test_a_page_s_action_and_command_can_be_reached_by_keys(window: MainWindow) -> None:
    window.show_page("model")
    action(window, "Copy as command").trigger()
    assert QGuiApplication.clipboard().text() == "ptstudio models"
    press(window, Qt.Key.Key_Return, CONTROL)
    assert window.page is window.pages["train"]


def test_a_damaged_run_is_told_and_the_others_are_shown(window: MainWindow, project: Project) -> None:
    (project.runs()[0] / "job.json").write_text("{", encoding="utf-8")
    window.session.open_project(project.folder)
    assert len(window.session.runs) == 2
    assert "job.json" in window.pages["start"].notice.message.text()


# ------------------------------------------------------------------ what is dropped


@pytest.mark.parametrize("key", ["data", "train", "evaluate", "export", "runs", "library"])
def test_data_dropped_on_any_page_open_the_import_wizard(window: MainWindow, tmp_path: Path, key: str) -> None:
    photos = class_folders(tmp_path / "photos")
    window.show_page(key)
    assert window.page is not None
    drop(window.page.viewport(), str(photos))
    page = window.page
    assert isinstance(page, DataPage)
    assert page.wizard is not None
    assert page.wizard.bench.draft.source == photos
    page.wizard.reject()


def test_what_is_held_over_a_page_is_told_before_it_is_dropped(window: MainWindow, tmp_path: Path) -> None:
    window.show_page("runs")
    page = window.pages["runs"]
    hold(page.viewport(), str(tmp_path / "net.pth"))
    assert page._drop_hint.isVisible()
    assert page._drop_hint.words.text() == "Add these weights to the library"
    QApplication.sendEvent(page.viewport(), QDragLeaveEvent())
    assert not page._drop_hint.isVisible()


def test_pictures_dropped_on_any_page_are_tried(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    picture = save(tmp_path / "one.png")
    window.show_page("export")
    drop(window.pages["export"].viewport(), str(picture))
    page = window.page
    assert isinstance(page, TryOutPage)
    qtbot.waitUntil(lambda: [entry.file for entry in page.trying.history.entries] == [picture], timeout=10_000)
    page._clear()
    drop(page.viewport(), str(picture))
    drop(window.sidebar, str(picture))
    qtbot.waitUntil(lambda: len(page.trying.history.entries) == 2, timeout=10_000)


def test_weights_dropped_elsewhere_go_to_the_library(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    weights = tmp_path / "net.pth"
    weights.touch()
    window.show_page("data")
    drop(window.pages["data"].viewport(), str(weights))
    page = window.page
    assert isinstance(page, LibraryPage)
    run = page.adder.run
    assert run is not None
    assert run.job == AddModelJob(source=str(weights))
    page.adder.stop()
    qtbot.waitUntil(lambda: not page.adder.is_busy, timeout=20_000)


def test_a_project_dropped_anywhere_is_opened_and_refused_while_a_job_runs(
    window: MainWindow, tmp_path: Path, running: Path, qtbot: QtBot
) -> None:
    other = Project.create(tmp_path / "other").folder
    window.show_page("runs")
    drop(window.pages["runs"].viewport(), str(other))
    assert window.session.project is not None
    assert window.session.project.name == "project"
    assert "still running" in window.pages["start"].notice.message.text()
    window.stop_running()
    qtbot.waitUntil(lambda: not window.session.is_followed(running), timeout=20_000)
    drop(window.pages["start"].viewport(), str(other))
    assert window.session.project.name == "other"
    assert window.page is window.pages["data"]


def has_answers(page: TryOutPage, number: int) -> bool:
    return len(page.trying.history.entries) == number


def test_a_picture_is_pasted_wherever_the_focus_is(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(save(tmp_path / "one.png")))])
    QGuiApplication.clipboard().setMimeData(mime)
    window.show_page("try")
    page = window.page
    assert isinstance(page, TryOutPage)
    for place, widget in enumerate((window.sidebar._rows["try"], page.model.box, page.heat_maps), start=1):
        widget.setFocus()
        press(widget, Qt.Key.Key_V, CONTROL)
        qtbot.waitUntil(partial(has_answers, page, place), timeout=10_000)
    window.show_page("runs")
    press(window, Qt.Key.Key_V, CONTROL)
    assert len(page.trying.history.entries) == 3
    QGuiApplication.clipboard().clear()


# ------------------------------------------------------------------ help, theme, network


def test_the_help_opens_beside_the_page_and_steps_aside(window: MainWindow) -> None:
    assert not window.help.isVisible()
    press(window, Qt.Key.Key_F1)
    assert window.help.isVisible()
    assert window.session.preferences.shows_help
    window.help.closed.emit()
    assert not window.help.isVisible()
    assert not window.menus.help_action.isChecked()


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ("runs", "library")])
def test_every_step_explains_its_words(window: MainWindow, key: str) -> None:
    window.show_help(True)
    window.show_page(key)
    QApplication.processEvents()
    shown = {text.text() for text in window.help.findChildren(QLabel) if text.isVisible()}
    assert {part for topic in help_texts.topics_of(key) for part in (topic.word, topic.text)} <= shown
    assert len(shown) >= 3


def test_the_theme_is_switched_live_and_remembered(window: MainWindow) -> None:
    action(window, "Dark colours").trigger()
    assert theme().colours is DARK
    assert window.session.preferences.theme == "dark"
    assert window.palette().window().color().name() == DARK.window
    theme().choose("light")
    assert window.palette().window().color().name() == LIGHT.window


def test_the_menu_follows_the_colours_that_are_chosen_elsewhere(window: MainWindow) -> None:
    window.session.preferences.theme = "dark"
    window.session.preferences_changed()
    assert action(window, "Dark colours").isChecked()


def test_the_offline_switch_is_said_in_words_and_kept(window: MainWindow) -> None:
    assert is_offline()
    click(named(window, "Offline"))
    assert not is_offline()
    assert named(window, "Network allowed").isVisible()
    click(named(window, "Network allowed"))
    assert is_offline()


def test_an_offline_switch_that_cannot_be_kept_says_why(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: bool) -> None:
        raise PermissionError(13, "Permission denied", "network-allowed")

    monkeypatch.setattr("ptstudio.app.network_switch.set_offline", refuse)
    click(named(window, "Offline"))
    assert named(window, "Offline").isChecked()
    assert "offline switch" in window.pages["start"].notice.message.text()


def test_a_window_that_must_stay_offline_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    click(named(window, "Offline"))
    assert named(window, "Offline").isChecked()
    assert "stays forbidden" in window.pages["start"].notice.message.text()
    monkeypatch.delenv(OFFLINE_VARIABLE)
    assert is_offline(), "nothing was chosen for good"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_by_return_as_by_space(window: MainWindow, key: Qt.Key) -> None:
    pressed: list[bool] = []
    button, icon = Button("Choose a folder…"), IconButton("help", "Help")
    for each in (button, icon):
        each.clicked.connect(lambda: pressed.append(True))
        press(each, key)
    assert pressed == [True, True]
    press(window.sidebar._rows["data"], key)
    assert window.page is window.pages["data"]


def test_in_a_narrow_window_the_help_stands_below_the_page_and_covers_nothing(window: MainWindow) -> None:
    window.show_page("train")
    window.resize(1400, 800)
    window.show_help(True)
    QApplication.processEvents()
    assert window.help.x() >= window.stack.geometry().right()
    window.resize(1024, 700)
    QApplication.processEvents()
    assert window.help.y() >= window.stack.geometry().bottom()
    assert window.stack.width() + window.sidebar.width() == window.width()
    page = window.pages["train"]
    assert page.horizontalScrollBar().maximum() == 0


def test_a_long_job_leaves_room_for_the_switch_of_the_network(window: MainWindow) -> None:
    window.resize(1024, 700)
    window.status.show_offline(False)
    window.status.show_job("Training: " + "adjusting the last third of the network, " * 5, 3, 10, 300)
    QApplication.processEvents()
    switch = named(window, "Network allowed")
    assert switch.geometry().right() < window.status.width()
    assert switch.width() >= switch.sizeHint().width()
    assert "…" in window.status._job.text()
    assert window.status._job.toolTip().startswith("Training: adjusting")


def test_a_window_is_no_larger_than_the_screen_on_which_it_opens(opened: Session) -> None:
    large = MainWindow(opened)
    large.resize(4000, 3000)
    opened.preferences.geometry = large.saveGeometry()
    again = MainWindow(opened)
    free = again.screen().availableGeometry()
    assert again.width() <= max(free.width(), again.minimumWidth())
    assert again.height() <= max(free.height(), again.minimumHeight())
    for one in (large, again):
        one.deleteLater()


# ------------------------------------------------------------------ something runs


def test_the_status_line_follows_the_running_job_and_leads_to_it(window: MainWindow, running: Path) -> None:
    assert window.status._job.whole == "Training: Working"
    assert window.status._bar.isVisible()
    assert window.sidebar.state("train") is StepState.RUNNING
    click(window.status._job)
    assert window.page is window.pages["train"]
    assert window.session.is_running(running)


def test_stop_in_the_status_line_stops_it(window: MainWindow, running: Path, qtbot: QtBot) -> None:
    click(window.status._stop)
    qtbot.waitUntil(lambda: window.session.runs[running].status is RunStatus.STOPPED, timeout=20_000)
    qtbot.waitUntil(lambda: not window.session.is_followed(running), timeout=20_000)
    assert window.status._job.whole == "Nothing is running"
    assert not window.status._stop.isVisible()


def test_closing_while_a_job_runs_can_be_taken_back(window: MainWindow, running: Path) -> None:
    answer("stay")
    assert not window.close()
    assert window.isVisible()
    assert window.session.is_running(running)


def test_return_presses_the_button_that_has_the_focus(window: MainWindow, running: Path) -> None:
    dialog = ClosingDialog([window.session.runs[running]], window)
    chosen = []
    for button in (dialog.go_on, dialog.stop, dialog.stay):
        dialog.show()
        button.setFocus()
        press(button, Qt.Key.Key_Return)
        chosen.append(dialog.choice)
    assert chosen == [Farewell.GO_ON, Farewell.STOP, Farewell.STAY]
    dialog.deleteLater()


def test_what_leaves_nothing_behind_is_ended_without_a_question(window: MainWindow, qtbot: QtBot) -> None:
    look = ImportJob(task="image-classification", source="photos", is_dry=True)
    folder = window.session.start(look)
    qtbot.waitUntil(lambda: window.session.runs[folder].stage is not None, timeout=20_000)
    assert window.close()
    assert Run.open(folder).status is RunStatus.STOPPED


def test_what_cannot_be_found_again_cannot_go_on(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[tuple[bool, str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ClosingDialog):
            QTimer.singleShot(20, look)
            return
        asked.append((dialog.go_on.isVisible(), dialog.stop.text()))
        click(dialog.stop)

    folder = window.session.start(AddModelJob(source="net.pth"), folder=tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: window.session.runs[folder].stage is not None, timeout=20_000)
    QTimer.singleShot(0, look)
    assert window.close()
    assert asked == [(False, "Stop")]
    assert Run.open(folder).status is RunStatus.STOPPED


def test_a_window_that_may_only_look_closes_without_a_question(
    window: MainWindow, running: Path, project: Project, qtbot: QtBot
) -> None:
    second = MainWindow(Session(window.session.preferences, window))
    second.attempt(lambda: second.session.open_project(project.folder))
    qtbot.waitUntil(lambda: second.session.is_running(running), timeout=20_000)
    assert second.session.is_read_only
    assert second.close()
    assert window.session.is_running(running)
    second.deleteLater()


def test_a_job_that_was_started_elsewhere_is_stopped_too(
    window: MainWindow, running: Path, project: Project, qtbot: QtBot
) -> None:
    worker = window.session._supervisors[running]._worker
    assert worker is not None
    answer("go_on")
    assert window.close()
    again = Session(window.session.preferences, window)
    second = MainWindow(again)
    second.show()
    second.attempt(lambda: again.open_project(project.folder))
    qtbot.waitUntil(lambda: again.is_running(running), timeout=20_000)
    answer("stop")
    assert second.close()
    assert Run.open(running).status is RunStatus.STOPPED
    worker.process.wait(20)
    second.deleteLater()


def test_closing_can_stop_the_job_which_saves(window: MainWindow, running: Path) -> None:
    answer("stop")
    assert window.close()
    assert Run.open(running).status is RunStatus.STOPPED


def test_closing_can_leave_the_job_to_itself_and_it_is_found_again(
    window: MainWindow, running: Path, project: Project, qtbot: QtBot
) -> None:
    worker = window.session._supervisors[running]._worker
    assert worker is not None
    answer("go_on")
    assert window.close()
    assert Run.open(running).status is RunStatus.RUNNING
    again = Session(window.session.preferences, window)
    second = MainWindow(again)
    second.attempt(lambda: again.open_project(project.folder))
    qtbot.waitUntil(lambda: second.status._job.whole == "Training: Working", timeout=20_000)
    second.stop_running()
    qtbot.waitUntil(lambda: not again.is_followed(running), timeout=20_000)
    assert again.runs[running].status is RunStatus.STOPPED
    second.close()
    second.deleteLater()
    worker.process.wait(20)


def test_where_the_window_was_is_remembered(window: MainWindow) -> None:
    window.resize(900, 750)
    window.close()
    again = MainWindow(Session(window.session.preferences, window))
    assert (again.width(), again.height()) == (900, 750)
    again.close()
    again.deleteLater()


def test_pages_that_are_soon_wanted_are_read_ahead_and_the_slowest_is_made(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(PageFacts, "read", lambda facts: seen.append(facts.module))
    window.read_ahead()
    qtbot.waitUntil(lambda: list(window.pages) == ["start", "model"], timeout=10_000)
    assert seen == ["model", "library"]
    assert window.page is window.pages["start"]


def test_what_is_read_ahead_needs_no_large_library() -> None:
    program = (
        "import sys\n"
        "from ptstudio.app.pages.all_pages import all_pages\n"
        "for facts in all_pages():\n"
        "    if facts.is_light: facts.read()\n"
        "print(sorted({'numpy', 'pandas', 'pyarrow', 'pyqtgraph', 'PIL', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
