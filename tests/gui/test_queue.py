"""The queue in the window: runs wait, are ordered, start in their turn and at their time, and outlive a restart."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTime, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app import run_queue
from ptstudio.app.closing import ClosingDialog
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.train import TrainPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.widgets.question import Question
from ptstudio.app.widgets.queue_row import QueueRow
from ptstudio.app.widgets.start_time_dialog import StartTimeDialog
from ptstudio.app.widgets.text import Button
from ptstudio.core.errors import DiskFull, ProjectError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project
from ptstudio.core.queue import EntryState, Hold, Taker, new_entry, tonight
from ptstudio.core.queue_file import QueueFile, now
from ptstudio.core.requests import Stop
from ptstudio.core.run import RunStatus, load_job
from tests.helpers.hands import click, press
from tests.helpers.scripted_worker import script_worker
from tests.helpers.windows import dataset

LASTS = """
import io, json
seed = json.loads((folder / "job.json").read_text())["settings"].get("seed")
requests, gate = folder / "requests.jsonl", folder.parent.parent / f"gate-{seed}"
def is_asked(what):
    return requests.exists() and f'"{what}"' in requests.read_text()
while not gate.exists() and not is_asked("Stop"):
    if is_asked("LetGo") and not isinstance(sys.stdout, io.StringIO):
        os.close(1)
        sys.stdout = io.StringIO()
    time.sleep(0.02)
if is_asked("Stop"):
    tell(RunStopped(message="Stopped."))
elif seed == 13:
    tell(RunFailed(message="The number was unlucky.", hint="Choose another one."))
else:
    tell(RunFinished())
"""
"""A training that lasts until a test opens its gate or stops it; the seed 13 fails."""
LONG = 20_000
DOWN, DELETE, ALT = Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def fresh(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session with data, whose workers last until their gate is open."""
    script_worker(tmp_path, monkeypatch, LASTS)
    project = Project.create(tmp_path / "fresh")
    dataset(project)
    session.open_project(project.folder)
    return session


def training(seed: int) -> TrainJob:
    job = TrainJob(task="image-classification", dataset="rubbish/0001", model="starter", preset="quick")
    return job.model_copy(update={"settings": {"seed": seed}})


def folder_of(session: Session) -> Path:
    assert session.project is not None
    return session.project.folder


def open_gate(session: Session, seed: int) -> None:
    (folder_of(session) / f"gate-{seed}").touch()


def seeds(session: Session) -> list[object]:
    """The trainings that have been begun, by when they were."""
    return [job.settings["seed"] for job in map(load_job, session.trainings()) if isinstance(job, TrainJob)]


def waiting(session: Session) -> list[object]:
    entries = session.queue.queue.waiting
    return [entry.job.settings["seed"] for entry in entries if isinstance(entry.job, TrainJob)]


def under_way(session: Session) -> list[object]:
    return [run.job.settings["seed"] for run in session.running() if isinstance(run.job, TrainJob)]


def shown(qtbot: QtBot, session: Session) -> TrainPage:
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    qtbot.waitExposed(page)
    return page


def rows(page: TrainPage) -> list[QueueRow]:
    """The rows as they are seen, from above."""
    return sorted(page.queue.list.rows.values(), key=page.queue.list._lines.indexOf)


def answer(qtbot: QtBot, do: Callable[[StartTimeDialog], None]) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, StartTimeDialog)
    do(dialog)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def ended(qtbot: QtBot, session: Session) -> None:
    """Let everything come to its end."""
    for seed in range(20):
        open_gate(session, seed)
    qtbot.waitUntil(lambda: not session.queue.is_busy and not session.queue.will_go_on, timeout=LONG)


def held(qtbot: QtBot, session: Session, *queued: int) -> TrainPage:
    """The page, with these waiting on hold."""
    for seed in queued:
        session.queue.add(training(seed))
        session.queue.hold()
    page = shown(qtbot, session)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def window_of(qtbot: QtBot, session: Session) -> MainWindow:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    return window


def restarted(qtbot: QtBot, session: Session, *queued: int, not_before: datetime | None = None) -> MainWindow:
    """A new window on the project, after these were queued and the old one was closed."""
    folder = folder_of(session)
    for seed in queued:
        session.queue.add(training(seed), not_before)
        session.queue.hold()
    session.queue.rest()
    session.close_project()
    QueueFile(Project.open(folder)).change(lambda queue: queue.held(Hold.NONE))
    window = window_of(qtbot, Session(Preferences(), session))
    window.session.open_project(folder)
    return window


@contextmanager
def answering(qtbot: QtBot, kind: type[D], button: Callable[[D], QAbstractButton]) -> Iterator[list[str]]:
    """Click this button of the dialog that is about to open; gives what it said."""
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            said.append(" ".join(text.text() for text in dialog.findChildren(QLabel)))
            click(button(dialog))
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    yield said
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)


class Clock:
    """A clock that a test sets; the queue looks at it whenever it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = now()
        monkeypatch.setattr(run_queue, "now", lambda: self.now)

    def go(self, session: Session, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        session.queue._look()


class TestWorkingOff:
    def test_the_next_starts_when_one_has_ended_even_if_that_failed(self, fresh: Session, qtbot: QtBot) -> None:
        fresh.start(training(13))
        for seed in (2, 3):
            fresh.queue.add(training(seed))
        assert waiting(fresh) == [2, 3]
        open_gate(fresh, 13)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        open_gate(fresh, 2)
        qtbot.waitUntil(lambda: under_way(fresh) == [3], timeout=LONG)
        open_gate(fresh, 3)
        qtbot.waitUntil(lambda: not fresh.queue.is_busy, timeout=LONG)
        statuses = {
            run.job.settings["seed"]: run.status for run in fresh.runs.values() if isinstance(run.job, TrainJob)
        }
        assert statuses == {13: RunStatus.FAILED, 2: RunStatus.FINISHED, 3: RunStatus.FINISHED}
        qtbot.waitUntil(lambda: not QueueFile(Project.open(folder_of(fresh))).read().entries, timeout=LONG)

    def test_one_that_fails_is_shown_with_its_reason_and_can_be_tried_again(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        open_gate(fresh, 13)
        fresh.queue.add(training(13))
        qtbot.waitUntil(lambda: [row.when.text() for row in rows(page)] == ["failed"], timeout=LONG)
        (row,) = rows(page)
        assert "The number was unlucky." in row.reason.text()
        assert "Choose another one." in row.reason.text()
        assert row.again.isVisible()
        assert not row.start.isVisible()
        click(row.again)
        qtbot.waitUntil(lambda: seeds(fresh) == [13, 13], timeout=LONG)
        qtbot.waitUntil(lambda: [row.when.text() for row in rows(page)] == ["failed"], timeout=LONG)
        click(rows(page)[0].remove)
        assert not page.queue.list.rows

    def test_a_stopped_run_puts_the_queue_on_hold_until_a_person_goes_on(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        folder = fresh.start(training(1))
        fresh.queue.add(training(2))
        qtbot.waitUntil(lambda: fresh.runs[folder].status is RunStatus.RUNNING, timeout=LONG)
        fresh.ask(folder, Stop())
        qtbot.waitUntil(lambda: not fresh.queue.is_busy, timeout=LONG)
        qtbot.waitUntil(lambda: "On hold since you stopped a run." in page.queue.list.words.text())
        assert fresh.queue.queue.hold is Hold.STOPPED
        assert not under_way(fresh)
        click(page.queue.list.turn)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        ended(qtbot, fresh)

    def test_nothing_starts_while_it_is_on_hold(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        fresh.start(training(1))
        fresh.queue.add(training(2))
        click(page.queue.list.turn)
        assert page.queue.list.turn.text() == "Go on with the queue"
        open_gate(fresh, 1)
        qtbot.waitUntil(lambda: not fresh.queue.is_busy, timeout=LONG)
        assert waiting(fresh) == [2]
        assert page.primary is not None
        qtbot.waitUntil(lambda: page.primary is not None and page.primary.text() == "Start training")
        click(page.queue.list.turn)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        ended(qtbot, fresh)

    def test_a_run_that_cannot_be_begun_holds_the_queue_and_says_why(
        self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise DiskFull("The disk is full.", "Free some space.")

        with monkeypatch.context() as patch, qtbot.waitSignal(fresh.failed, timeout=LONG) as told:
            patch.setattr(QueueFile, "take", full)
            fresh.queue.add(training(1))
        assert told.args is not None
        assert isinstance(told.args[0], DiskFull)
        assert fresh.queue.queue.hold is Hold.TROUBLE
        fresh.queue.go_on()
        qtbot.waitUntil(lambda: under_way(fresh) == [1], timeout=LONG)
        ended(qtbot, fresh)

    def test_a_worker_that_cannot_be_started_fails_its_entry_alone(
        self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, tries = Session.begin, iter([True])

        def begin(session: Session, folder: Path) -> None:
            if next(tries, False):
                raise ProjectError("It cannot be started.", "Look why.")
            real(session, folder)

        monkeypatch.setattr(Session, "begin", begin)
        with qtbot.waitSignal(fresh.failed, timeout=LONG):
            fresh.queue.add(training(1))
            fresh.queue.add(training(2))
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        failed = fresh.queue.queue.listed[0]
        assert (failed.state, failed.message) == (EntryState.FAILED, "It cannot be started.")
        ended(qtbot, fresh)

    def test_what_another_program_adds_is_seen_and_done(self, fresh: Session, qtbot: QtBot) -> None:
        entry = new_entry(training(4), now())
        QueueFile(Project.open(folder_of(fresh))).change(lambda queue: queue.with_entry(entry))
        fresh.queue.refresh()
        assert waiting(fresh) == [4]
        qtbot.waitUntil(lambda: under_way(fresh) == [4], timeout=LONG)
        ended(qtbot, fresh)

    def test_a_damaged_queue_is_told_once_and_nothing_else_suffers(self, fresh: Session, qtbot: QtBot) -> None:
        (folder_of(fresh) / "queue.json").write_text("{")
        with qtbot.waitSignal(fresh.failed) as told:
            fresh.queue.refresh()
        assert told.args is not None
        assert "damaged" in told.args[0].message
        with qtbot.assertNotEmitted(fresh.failed):
            fresh.queue.refresh()
        with pytest.raises(ProjectError, match="damaged"):
            fresh.queue.add(training(1))


class TestTheForm:
    def test_it_is_edited_and_queued_while_a_training_runs(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        assert page.primary is not None
        fresh.choose_settings("quick", {"seed": 1})
        click(page.primary)
        assert page.primary.text() == "Add to the queue"
        click(page.setup_tab)
        click(page.setup.presets.tiles["thorough"])
        fresh.choose_settings("thorough", {"seed": 2, "epochs": 3})
        assert str(page.command()).endswith("--queue")
        click(page.primary)
        (row,) = rows(page)
        assert row.title.whole == "starter · thorough · Seed: 2, Epochs: 3"
        assert row.when.text() == "next"
        fresh.choose_settings("balanced", {"seed": 7})
        open_gate(fresh, 1)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        assert (fresh.draft.preset, dict(fresh.draft.settings)) == ("balanced", {"seed": 7}), "the form stays as it was"
        assert page.setup.isVisible()
        assert page.queue.aside.isVisible()
        click(page.queue.watch)
        assert page.progress.isVisible()
        assert fresh.shown_run is not None
        assert isinstance(fresh.shown_run.job, TrainJob)
        assert fresh.shown_run.job.settings["seed"] == 2
        assert dict(fresh.draft.settings) == {"seed": 7}
        ended(qtbot, fresh)

    def test_tonight_is_proposed_and_another_time_can_be_chosen(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        click(page.later)

        def agree(dialog: StartTimeDialog) -> None:
            assert dialog.chosen == tonight(now())
            assert "22:00" in dialog.words.text()
            click(dialog.agree)

        answer(qtbot, agree)
        (entry,) = fresh.queue.queue.entries
        assert entry.not_before == tonight(entry.added)
        assert not under_way(fresh)
        assert "PTStudio has to be open then" in page.queue.list.words.text()
        click(rows(page)[0].time)

        def change(dialog: StartTimeDialog) -> None:
            dialog.day.setCurrentIndex(2)
            dialog.clock.setTime(QTime(6, 30))
            click(dialog.agree)

        answer(qtbot, change)
        later = fresh.queue.queue.entries[0].not_before
        assert later is not None
        assert later.astimezone().strftime("%H:%M") == "06:30"
        assert later.astimezone().date() == datetime.now().date() + timedelta(days=2)
        click(rows(page)[0].start)
        qtbot.waitUntil(lambda: bool(fresh.running()), timeout=LONG)
        fresh.stop_all()
        qtbot.waitUntil(lambda: not fresh.queue.is_busy, timeout=LONG)

    def test_a_moment_that_has_passed_cannot_be_chosen(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        noon = datetime.now().replace(hour=12, minute=0).astimezone()
        dialog = StartTimeDialog(page, noon, tonight(noon), "Go")
        dialog.clock.setTime(QTime(11, 0))
        assert not dialog.agree.isEnabled()
        assert "has passed" in dialog.words.text()
        dialog.reject()


class TestTheList:
    def test_it_is_hidden_while_nothing_waits(self, fresh: Session, qtbot: QtBot) -> None:
        page = shown(qtbot, fresh)
        assert not page.queue.isVisible()

    def test_runs_are_put_in_order_by_buttons_and_keys(self, fresh: Session, qtbot: QtBot) -> None:
        page = held(qtbot, fresh, 1, 2, 3)
        click(rows(page)[1].up)
        assert waiting(fresh) == [2, 1, 3]
        first = rows(page)[0]
        assert not first.up.isEnabled()
        first.down.setFocus()
        press(first.down, DOWN, ALT)
        assert waiting(fresh) == [1, 2, 3]
        assert first.down.hasFocus(), "the focus moves with it"
        press(first.down, DOWN, ALT)
        assert waiting(fresh) == [1, 3, 2]

    def test_one_is_taken_out_by_a_key_and_brought_back(self, fresh: Session, qtbot: QtBot) -> None:
        page = held(qtbot, fresh, 1, 2, 3)
        rows(page)[1].remove.setFocus()
        press(rows(page)[1].remove, DELETE)
        assert waiting(fresh) == [1, 3]
        assert page.queue.list.undo.isVisible()
        assert "Seed: 2" in page.queue.list.undo.words.text()
        click(page.queue.list.undo.back)
        assert waiting(fresh) == [1, 2, 3]
        assert not page.queue.list.undo.isVisible()

    def test_the_last_one_that_was_taken_out_comes_back_on_hold_as_it_was(self, fresh: Session, qtbot: QtBot) -> None:
        page = held(qtbot, fresh, 1)
        click(rows(page)[0].remove)
        assert page.queue.list.isVisible()
        click(page.queue.list.undo.back)
        assert fresh.queue.queue.hold is Hold.ASKED

    def test_one_can_be_started_before_the_others(self, fresh: Session, qtbot: QtBot) -> None:
        page = held(qtbot, fresh, 1, 2)
        click(rows(page)[1].start)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        ended(qtbot, fresh)

    def test_many_do_not_crowd_the_page(self, fresh: Session, qtbot: QtBot) -> None:
        page = held(qtbot, fresh, 1, 2, 3, 4, 5)
        assert [row.isVisible() for row in page.queue.list.rows.values()] == [True, True, True, False, False]
        assert page.queue.list.every.text() == "Show all 5"
        click(page.queue.list.every)
        assert all(row.isVisible() for row in page.queue.list.rows.values())

    def test_a_second_window_may_only_look_at_it(self, fresh: Session, qtbot: QtBot) -> None:
        held(qtbot, fresh, 1)
        second = Session(fresh.preferences, fresh)
        second.open_project(folder_of(fresh))
        page = shown(qtbot, second)
        assert not rows(page)[0].remove.isEnabled()
        assert not page.queue.list.turn.isEnabled()
        with pytest.raises(ProjectError, match="another window"):
            second.queue.go_on()
        page.close()
        second.close_project()


class TestClocks:
    def test_one_starts_at_its_time(self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = Clock(monkeypatch)
        fresh.queue.add(training(1), clock.now + timedelta(hours=1))
        clock.go(fresh, minutes=1)
        assert not fresh.running()
        with qtbot.assertNotEmitted(fresh.queue.was_late):
            for _ in range(60):
                clock.go(fresh, minutes=1)
        qtbot.waitUntil(lambda: under_way(fresh) == [1], timeout=LONG)
        ended(qtbot, fresh)

    def test_one_whose_time_was_slept_through_starts_at_once_and_says_so(
        self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = Clock(monkeypatch)
        fresh.queue.add(training(1), clock.now + timedelta(hours=1))
        with qtbot.waitSignal(fresh.queue.was_late):
            clock.go(fresh, minutes=600)
        qtbot.waitUntil(lambda: under_way(fresh) == [1], timeout=LONG)
        ended(qtbot, fresh)

    def test_a_clock_that_is_set_back_only_makes_it_wait_longer(
        self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = Clock(monkeypatch)
        fresh.queue.add(training(1), clock.now + timedelta(minutes=1))
        clock.go(fresh, minutes=-30)
        assert not fresh.running()
        for _ in range(31):
            clock.go(fresh, minutes=1)
        qtbot.waitUntil(lambda: under_way(fresh) == [1], timeout=LONG)
        ended(qtbot, fresh)

    def test_nobody_looks_at_the_clock_less_than_once_a_minute(self, fresh: Session) -> None:
        fresh.queue.add(training(1), now() + timedelta(hours=5))
        fresh.queue._timer.stop()
        fresh.queue._look()
        assert fresh.queue._timer.isActive()
        assert fresh.queue._timer.interval() <= 60_000


class TestRestart:
    def test_what_waits_is_counted_down_after_a_restart_and_then_goes_on(
        self, fresh: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(run_queue, "COUNTDOWN_S", 2)
        window = restarted(qtbot, fresh, 1, 2)
        session, notice = window.session, window.queue_notice
        assert waiting(session) == [1, 2]
        qtbot.waitUntil(notice.isVisible, timeout=LONG)
        assert "2 runs wait in the queue. The first starts in" in notice.notice.message.text()
        assert "Seed: 1" in notice.notice.hint.text()
        assert not session.running()
        qtbot.waitUntil(lambda: under_way(session) == [1], timeout=LONG)
        assert not notice.isVisible()
        ended(qtbot, session)
        window.close()

    def test_it_can_be_held_before_it_goes_on(self, fresh: Session, qtbot: QtBot) -> None:
        window = restarted(qtbot, fresh, 1)
        session, notice = window.session, window.queue_notice
        qtbot.waitUntil(notice.isVisible, timeout=LONG)
        click(next(button for button in notice.findChildren(Button) if button.text() == "Hold the queue"))
        assert not notice.isVisible()
        assert session.queue.queue.hold is Hold.ASKED
        assert not session.running()
        assert not session.queue._ticks.isActive()
        window.close()

    def test_it_is_not_counted_down_while_something_else_runs(self, fresh: Session, qtbot: QtBot) -> None:
        window = restarted(qtbot, fresh, 1)
        session = window.session
        qtbot.waitUntil(lambda: session.queue.countdown_s is not None, timeout=LONG)
        session.start(training(2))
        session.queue._count_down()
        assert session.queue.countdown_s is None
        open_gate(session, 2)
        qtbot.waitUntil(lambda: session.queue.countdown_s is not None, timeout=LONG)
        session.queue.go_on()
        qtbot.waitUntil(lambda: under_way(session) == [1], timeout=LONG)
        ended(qtbot, session)
        window.close()

    def test_a_time_that_passed_while_it_was_closed_is_said(self, fresh: Session, qtbot: QtBot) -> None:
        window = restarted(qtbot, fresh, 1, not_before=now() - timedelta(days=1))
        session, notice = window.session, window.queue_notice
        qtbot.waitUntil(notice.isVisible, timeout=LONG)
        assert "It was to start yesterday at" in notice.notice.hint.text()
        with qtbot.waitSignal(session.queue.was_late, timeout=LONG):
            session.queue.go_on()
        qtbot.waitUntil(lambda: under_way(session) == [1], timeout=LONG)
        assert "It was to start yesterday at" in notice.notice.hint.text()
        ended(qtbot, session)
        window.close()

    def test_a_run_that_was_taken_when_the_window_died_is_begun_once(self, fresh: Session, qtbot: QtBot) -> None:
        project = Project.open(folder_of(fresh))
        fresh.close_project()
        file = QueueFile(project)
        file.change(lambda queue: queue.with_entry(new_entry(training(1), now())))
        taken = file.take(now())
        assert taken is not None
        died = taken.entry.model_copy(update={"taker": Taker(pid=999_999_999, since=1.0)})
        file.change(lambda queue: queue.replaced(died))
        fresh.open_project(project.folder)
        fresh.queue.go_on()
        qtbot.waitUntil(lambda: under_way(fresh) == [1], timeout=LONG)
        assert project.runs() == [taken.folder]
        ended(qtbot, fresh)

    def test_one_that_went_on_alone_is_waited_for(self, fresh: Session, qtbot: QtBot) -> None:
        fresh.queue.add(training(1))
        fresh.queue.add(training(2))
        qtbot.waitUntil(lambda: [run.status for run in fresh.running()] == [RunStatus.RUNNING], timeout=LONG)
        folder = folder_of(fresh)
        worker = fresh._supervisors[fresh.running()[0].folder]._worker
        assert worker is not None
        fresh.queue.rest()
        fresh.let_all_go()
        fresh.close_project()
        fresh.open_project(folder)
        assert under_way(fresh) == [1]
        assert waiting(fresh) == [2]
        fresh.queue.go_on()
        open_gate(fresh, 1)
        qtbot.waitUntil(lambda: under_way(fresh) == [2], timeout=LONG)
        worker.process.wait()
        ended(qtbot, fresh)


class TestClosing:
    def test_the_question_says_what_becomes_of_the_queue(self, fresh: Session, qtbot: QtBot) -> None:
        window = window_of(qtbot, fresh)
        fresh.start(training(1))
        fresh.queue.add(training(2))
        with answering(qtbot, ClosingDialog, lambda dialog: dialog.stop) as said:
            window.close()
        assert "1 run waits in the queue. The queue is kept" in said[0]
        file = QueueFile(Project.open(Path(fresh.preferences.recent_projects[0])))
        assert len(file.read().waiting) == 1
        assert file.read().hold is Hold.NONE

    def test_closing_before_its_time_is_asked_about(self, fresh: Session, qtbot: QtBot) -> None:
        window = window_of(qtbot, fresh)
        fresh.queue.add(training(2), now() + timedelta(hours=2))
        with answering(qtbot, Question, lambda dialog: dialog.stay) as said:
            assert not window.close()
        assert "The next one is to start" in said[0]
        with answering(qtbot, Question, lambda dialog: dialog.agree):
            assert window.close()

    def test_the_status_line_tells_how_many_wait_and_leads_to_them(self, fresh: Session, qtbot: QtBot) -> None:
        window = window_of(qtbot, fresh)
        assert not window.status._queue.isVisible()
        fresh.queue.add(training(1), now() + timedelta(hours=2))
        assert window.status._queue.isVisible()
        assert window.status._queue.text() == "1 run waits"
        click(window.status._queue)
        assert window.page is window.pages["train"]
        fresh.queue.take_out(fresh.queue.queue.entries[0].id)
        assert not window.status._queue.isVisible()
        window.close()
