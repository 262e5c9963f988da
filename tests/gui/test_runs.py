"""The runs page: what was done in a project, and what can be done with it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ptstudio.app.pages import _runs_trash as trash_module
from ptstudio.app.pages import runs as runs_module
from ptstudio.app.pages.runs import RunsPage
from ptstudio.app.session import Session
from ptstudio.app.widgets.comparison_dialog import ComparisonDialog
from ptstudio.app.widgets.text_viewer import TextViewer
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFailed, RunStarted
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import RunStatus
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import training, training_events, write_events

NOBODY = 99_999_999
JOB = TrainJob(task="image-classification", dataset="rubbish/0002", model="starter", preset="quick")


@pytest.fixture
def failed(project: Project) -> Path:
    folder = training(project, epochs=3, is_finished=False)
    events = [RunStarted(pid=NOBODY), *training_events(3, is_finished=False)[1:]]
    write_events(folder, [*events, RunFailed(message="The loss became infinite.", hint="Choose a lower rate.")])
    return folder


@pytest.fixture
def page(failed: Path, opened: Session, qtbot: QtBot) -> RunsPage:
    assert failed in opened.runs
    made = RunsPage(opened)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    return made


def trainings(page: RunsPage) -> list[str]:
    """The keys of the finished trainings."""
    found = [run for run in page.runs() if isinstance(run.job, TrainJob) and run.status is RunStatus.FINISHED]
    return [str(run.folder) for run in found]


def test_all_runs_are_listed_the_newest_first_with_their_figures(page: RunsPage, qtbot: QtBot) -> None:
    keys = page.table.shown_keys()
    assert len(keys) == 4
    assert keys == sorted(keys, reverse=True)
    qtbot.waitUntil(lambda: "83.1\N{NO-BREAK SPACE}%" in page.table.texts(trainings(page)[0])["test"], timeout=10_000)


def test_figures_that_come_later_have_the_room_that_they_need(page: RunsPage) -> None:
    at = [column.key for column in page.table._columns].index("test")
    assert page.table.horizontalHeader().sectionSize(at) >= page.table.sizeHintForColumn(at)


def test_a_failed_run_tells_why_and_what_to_do(page: RunsPage, failed: Path) -> None:
    page.table.select([str(failed)])
    assert page.table.texts(str(failed))["status"] == "failed"
    assert page.details.message.text() == "The loss became infinite."
    assert page.details.hint.text() == "Choose a lower rate."
    assert not page.details.resume.isEnabled()
    assert page.details.resume.toolTip().startswith("It ended before anything was saved")


def test_the_filters_narrow_the_table(page: RunsPage, failed: Path) -> None:
    page.list.kinds.chosen.emit("Importing data")
    assert len(page.table.shown_keys()) == 1
    page.list.kinds.chosen.emit("")
    page.list.statuses.chosen.emit("failed")
    assert page.table.shown_keys() == [str(failed)]
    page.list.statuses.chosen.emit("")
    assert len(page.table.shown_keys()) == 4


def test_a_click_on_a_column_sorts_by_it(page: RunsPage, failed: Path) -> None:
    header = page.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(3) + 5, 5)
    click(header.viewport(), place)
    assert page.table.texts(page.table.shown_keys()[0])["status"] == "failed"
    click(header.viewport(), place)
    assert page.table.shown_keys()[-1] == str(failed)


def test_a_training_is_shown_on_its_page(page: RunsPage, opened: Session, qtbot: QtBot) -> None:
    other = next(key for key in trainings(page) if Path(key) != opened.shown)
    page.table.select([other])
    assert page.primary is not None
    with qtbot.waitSignal(page.leave_for) as left:
        click(page.primary)
    assert (opened.shown, left.args) == (Path(other), ["train"])


def test_the_command_of_a_run_is_copied(page: RunsPage) -> None:
    page.table.select([trainings(page)[0]])
    page.deeds.trigger("command")
    assert QGuiApplication.clipboard().text() == "ptstudio train --data rubbish --model starter --out project"


def test_the_log_is_shown(page: RunsPage) -> None:
    page.table.select([trainings(page)[0]])
    page.deeds.trigger("log")
    viewer = page.findChild(TextViewer)
    assert isinstance(viewer, TextViewer)
    assert viewer.browser.toPlainText().strip() == "A line of the log."
    viewer.accept()


def comparison(page: RunsPage, qtbot: QtBot) -> ComparisonDialog:
    """The dialog that is opened once the runs are read."""
    qtbot.waitUntil(lambda: page.findChild(ComparisonDialog) is not None, timeout=10_000)
    dialog = page.findChild(ComparisonDialog)
    assert isinstance(dialog, ComparisonDialog)
    return dialog


def test_two_trainings_are_compared_and_nobody_is_fooled(page: RunsPage, failed: Path, qtbot: QtBot) -> None:
    page.table.select([str(failed)])
    assert not page.details.compare.isEnabled()
    page.table.select(trainings(page))
    click(page.details.compare)
    dialog = comparison(page, qtbot)
    words = [text.text() for text in dialog.findChildren(QLabel) if text.isVisible()]
    assert "From scratch, for comparison" in words
    assert "83.1\N{NO-BREAK SPACE}% (74.0–92.2)" in words
    assert "the same" in words
    assert "Warm-up" not in words
    click(dialog.only_differing)
    assert "Warm-up" in [text.text() for text in dialog.findChildren(QLabel) if text.isVisible()]
    dialog.accept()


def test_a_deleted_run_goes_to_the_trash_and_comes_back(
    page: RunsPage, opened: Session, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs_module, "is_confirmed", lambda *_: True)
    key = str(opened.shown)
    page.table.select([key])
    click(page.details.delete)
    assert key not in page.table.shown_keys()
    assert (project.folder / "trash" / Path(key).name / "job.json").is_file()
    assert opened.shown != Path(key)
    undo = next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Undo")
    click(undo)
    assert page.table.selected_keys() == [key]
    assert (Path(key) / "job.json").is_file()
    click(page.details.delete)
    undo = next(button for button in page.notice.findChildren(QPushButton) if button.text() == "Undo")
    assert undo.shortcut() == QKeySequence(QKeySequence.StandardKey.Undo)


def test_nothing_is_deleted_without_a_yes(page: RunsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(runs_module, "is_confirmed", lambda _parent, title, *_: asked.append(title))
    key = trainings(page)[0]
    page.table.select([key])
    click(page.details.delete)
    assert asked == [f"Delete “{page.table.texts(key)['name']}”?"]
    assert len(page.table.shown_keys()) == 4


def test_a_running_run_updates_live_and_cannot_be_deleted(
    page: RunsPage, opened: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(
        tmp_path,
        monkeypatch,
        "tell(StageChanged(stage='a', title='A'))\n"
        "while not (folder / 'requests.jsonl').exists(): time.sleep(0.02)\n"
        "tell(RunStopped(message='Stopped.', can_resume=True))",
    )
    key = str(opened.start(JOB))
    page.table.select([key])
    qtbot.waitUntil(lambda: page.table.texts(key)["status"] == "running", timeout=20_000)
    assert not page.details.delete.isEnabled()
    with pytest.raises(ProjectError, match="still in use"):
        opened.discard_run(Path(key))
    (Path(key) / "checkpoints" / "epoch-1").mkdir(parents=True)
    (Path(key) / "requests.jsonl").write_text('{"type": "Stop"}\n')
    qtbot.waitUntil(lambda: page.table.texts(key)["status"] == "stopped", timeout=20_000)
    qtbot.waitUntil(page.details.delete.isEnabled, timeout=20_000)
    assert page.details.resume.isEnabled()
    with qtbot.waitSignal(page.leave_for) as left:
        click(page.details.resume)
    assert left.args == ["train"]
    assert opened.is_followed(Path(key))


def test_without_runs_the_page_says_what_to_do(session: Session, qtbot: QtBot) -> None:
    page = RunsPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not page.table.isVisible()


def test_what_was_deleted_is_brought_back_later_or_deleted_for_good(
    page: RunsPage, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agree(_parent: object, title: str, _text: str, _yes: str) -> bool:
        asked.append(title)
        return is_agreed

    is_agreed = True
    monkeypatch.setattr(runs_module, "is_confirmed", agree)
    monkeypatch.setattr(trash_module, "is_confirmed", agree)
    assert not page.trash.isVisible()
    keys = trainings(page)
    page.table.select(keys)
    click(page.details.delete)
    assert page.trash.isVisible()
    qtbot.waitUntil(lambda: page.trash.words.text().endswith("on disk."), timeout=10_000)
    assert page.trash.words.text().startswith("In the trash: 2 deleted runs, ")
    page.notice.hide()
    click(page.trash.back)
    assert set(page.table.selected_keys()) == set(keys)
    assert page.notice.message.text() == "2 runs are back."
    assert not page.trash.isVisible()
    page.table.select(keys)
    click(page.details.delete)
    is_agreed = False
    click(page.trash.end)
    assert len(project.discarded_runs()) == 2
    is_agreed = True
    click(page.trash.end)
    assert asked == ["Delete 2 runs?", "Delete 2 runs?", "Delete 2 runs for good?", "Delete 2 runs for good?"]
    assert project.discarded_runs() == []
    assert not page.trash.isVisible()
    assert not page.notice.isVisible()
    assert not (Path(keys[0])).exists()


def test_what_was_deleted_is_still_there_at_the_next_start(
    page: RunsPage, opened: Session, project: Project, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs_module, "is_confirmed", lambda *_: True)
    page.table.select(trainings(page))
    click(page.details.delete)
    page.close()
    opened.close_project()
    opened.open_project(project.folder)
    again = RunsPage(opened)
    qtbot.addWidget(again)
    again.show()
    assert "2 deleted runs" in again.trash.words.text()
    shown_before = opened.shown
    click(again.trash.back)
    assert len(again.table.shown_keys()) == 4
    assert opened.shown == shown_before
    again.close()


def test_a_second_window_may_delete_nothing(page: RunsPage, opened: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs_module, "is_confirmed", lambda *_: True)
    page.table.select(trainings(page)[:1])
    click(page.details.delete)
    opened.is_read_only = True
    page.update_for(None)
    assert not page.details.delete.isEnabled()
    assert not page.trash.back.isEnabled()
    assert not page.trash.end.isEnabled()
    opened.is_read_only = False


def test_the_last_training_that_comes_back_is_shown_again(
    page: RunsPage, opened: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs_module, "is_confirmed", lambda *_: True)
    page.table.select([str(folder) for folder in opened.trainings()])
    click(page.details.delete)
    assert opened.shown is None
    click(page.trash.back)
    assert opened.shown in opened.trainings()
