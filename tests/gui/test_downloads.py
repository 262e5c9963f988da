"""Downloads of the window: three at a time, paused, stopped, failed, gone on with; and their lines on a page."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ptstudio.app.chore import Chore
from ptstudio.app.closing import ClosingDialog, Farewell
from ptstudio.app.download import Download
from ptstudio.app.download_box import DownloadBox
from ptstudio.app.download_state import Stand, Wanted
from ptstudio.app.download_words import standing
from ptstudio.app.downloads import AT_ONCE, Downloads
from ptstudio.app.main_window import MainWindow
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.widgets.download_line import DownloadLine
from ptstudio.app.widgets.download_list import DownloadList
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.core.acceptance import accept
from ptstudio.core.jobs import MoveLibraryJob
from ptstudio.core.offline import is_offline, set_offline
from tests.helpers.downloading_worker import GETS, open_gate
from tests.helpers.hands import click
from tests.helpers.scripted_worker import script_worker

LONG = 20_000
FAILS = """
tell(StageChanged(stage="download", title="Getting the weights"))
tell(StepEnded(stage="download", done=5 * 2**20, total=44 * 2**20))
tell(RunFailed(message="The connection broke.", hint="Check the network.", details="where"))
"""

CONNECTS = """
tell(StageChanged(stage="download", title="Getting the weights"))
tell(StepEnded(stage="download", done=0, total=44 * 2**20))
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""
MOVES = """
while not (folder / "requests.jsonl").exists():
    time.sleep(0.02)
tell(RunStopped(message="Stopped."))
"""


@pytest.fixture
def downloads(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Downloads:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    set_offline(False)
    script_worker(tmp_path, monkeypatch, GETS)
    return session.downloads


@pytest.fixture
def shown(downloads: Downloads, qtbot: QtBot) -> DownloadList:
    """A list as a page has it."""
    made = DownloadList()
    qtbot.addWidget(made)
    made.resize(900, 200)
    downloads.changed.connect(lambda: made.show_downloads([one.state for one in downloads.all]))
    made.pause_wanted.connect(downloads.pause)
    made.more_wanted.connect(downloads.go_on)
    made.stop_wanted.connect(downloads.stop)
    made.dismissed.connect(downloads.dismiss)
    return made


def wanted(asked: str) -> Wanted:
    return Wanted(asked, asked.title(), "MIT", f"https://example.org/{asked}.pth", 44.6)


def stand_of(downloads: Downloads, asked: str) -> Stand | None:
    one = downloads.find(asked)
    return one.stand if one is not None else None


def reach(qtbot: QtBot, downloads: Downloads, asked: str, stand: Stand | None) -> None:
    qtbot.waitUntil(lambda: stand_of(downloads, asked) is stand, timeout=LONG)


def line_of(shown: DownloadList, asked: str) -> DownloadLine:
    QApplication.processEvents()
    return shown.lines[asked]


def test_three_come_at_once_and_the_others_wait_in_line(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    arrived: list[Download] = []
    downloads.arrived.connect(arrived.append)
    for asked in ("oak", "elm", "ash", "fir"):
        downloads.get(wanted(asked))
    assert stand_of(downloads, "fir") is Stand.WAITING
    assert len(session.running()) == AT_ONCE
    assert line_of(shown, "fir").words.text() == "Waits in line until another one has ended."
    open_gate(tmp_path)
    qtbot.waitUntil(lambda: len(arrived) == 4, timeout=LONG)
    assert {one.key for one in arrived} == {"oak", "elm", "ash", "fir"}
    assert downloads.all == ()
    assert not shown.isVisible()
    assert session.running() == []


def test_bytes_are_told_and_a_download_is_paused_and_goes_on(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, tmp_path: Path
) -> None:
    downloads.get(wanted("oak"))
    line = line_of(shown, "oak")
    assert line.words.text() == "Looking up where the weights are…"
    qtbot.waitUntil(lambda: line.words.text() == "12 MB of 44 MB, 3.1 MB a second, about 10 s left", timeout=LONG)
    assert line.bar.value() == 27
    assert line.turn.accessibleName() == "Pause Oak"
    click(line.turn)
    assert stand_of(downloads, "oak") is Stand.PAUSED
    assert line.words.text() == "Paused. 12 MB of 44 MB are here."
    open_gate(tmp_path)
    qtbot.wait(300)
    assert stand_of(downloads, "oak") is Stand.PAUSED
    assert line.turn.text() == "Continue"
    click(line.turn)
    reach(qtbot, downloads, "oak", None)


def test_one_that_is_paused_leaves_its_place_to_the_next(downloads: Downloads, qtbot: QtBot, tmp_path: Path) -> None:
    for asked in ("oak", "elm", "ash", "fir"):
        downloads.get(wanted(asked))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    downloads.pause("oak")
    reach(qtbot, downloads, "fir", Stand.GETTING)
    downloads.go_on("oak")
    assert stand_of(downloads, "oak") is Stand.WAITING
    downloads.stop("fir")
    reach(qtbot, downloads, "oak", Stand.GETTING)
    open_gate(tmp_path)
    qtbot.waitUntil(lambda: len(downloads.all) == 1, timeout=LONG)


def test_a_stopped_one_goes_on_later_or_is_taken_off_the_list(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, session: Session
) -> None:
    downloads.get(wanted("oak"))
    line = line_of(shown, "oak")
    reach(qtbot, downloads, "oak", Stand.GETTING)
    click(line.stop)
    reach(qtbot, downloads, "oak", Stand.STOPPED)
    assert line.words.text() == "Stopped. 12 MB of 44 MB are here; it goes on from there."
    assert not line.stop.isVisible()
    assert session.running() == []
    click(line.turn)
    reach(qtbot, downloads, "oak", Stand.GETTING)
    click(line.stop)
    reach(qtbot, downloads, "oak", Stand.STOPPED)
    click(line.close_button)
    assert downloads.all == ()
    assert not shown.isVisible()


def test_one_that_waits_in_line_is_stopped_before_it_began(
    downloads: Downloads, qtbot: QtBot, session: Session
) -> None:
    for asked in ("oak", "elm", "ash", "fir"):
        downloads.get(wanted(asked))
    downloads.stop("fir")
    assert stand_of(downloads, "fir") is Stand.STOPPED
    for asked in ("oak", "elm", "ash"):
        downloads.stop(asked)
    qtbot.waitUntil(lambda: [one.stand for one in downloads.all] == [Stand.STOPPED] * 4, timeout=LONG)
    assert session.running() == []


def test_a_failure_says_what_helps_and_is_tried_again(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.FAILED)
    line = line_of(shown, "oak")
    assert (line.failure.text(), line.hint.text()) == ("The connection broke.", "Check the network.")
    assert not line.token.isVisible()
    click(line.copy)
    assert QGuiApplication.clipboard().text() == "The connection broke.\nCheck the network.\n\nwhere"
    script_worker(tmp_path, monkeypatch, GETS)
    open_gate(tmp_path)
    assert line.turn.text() == "Try again"
    click(line.turn)
    assert not line.failure.isVisible()
    reach(qtbot, downloads, "oak", None)


def test_one_that_is_given_only_to_known_people_asks_for_a_token_in_the_window(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hint = "Give it by --ask-token."
    script_worker(tmp_path, monkeypatch, f"tell(RunFailed(message='Refused.', hint={hint!r}, wants_token=True))")
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.FAILED)
    line = line_of(shown, "oak")
    assert line.token.isVisible()
    assert "--ask-token" not in line.hint.text()
    assert "give PTStudio a token" in line.hint.text()


def test_before_the_first_byte_it_says_whom_it_waits_for(
    downloads: Downloads, shown: DownloadList, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, CONNECTS)
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    line = line_of(shown, "oak")
    qtbot.waitUntil(lambda: line.words.text() == "Connecting to example.org…", timeout=LONG)
    assert line.bar.maximum() == 0, "how long it takes is not known"
    downloads.stop("oak")
    reach(qtbot, downloads, "oak", Stand.STOPPED)
    assert line.words.text() == "Stopped."


def test_what_the_switch_cut_off_goes_on_when_the_network_is_allowed_again(
    downloads: Downloads,
    shown: DownloadList,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script_worker(tmp_path, monkeypatch, FAILS)
    set_offline(True)
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.CUT_OFF)
    line = line_of(shown, "oak")
    assert line.words.text() == "The network is switched off. It goes on where it was when you allow it again."
    assert not line.failure.isVisible()
    assert line.turn.text() == "Continue"
    script_worker(tmp_path, monkeypatch, GETS)
    open_gate(tmp_path)
    set_offline(False)
    session.preferences_changed()
    reach(qtbot, downloads, "oak", None)


def test_going_on_with_a_paused_one_asks_where_the_network_is_forbidden_by_now(
    downloads: Downloads, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    accept("oak", "MIT")
    box = DownloadBox(session)
    qtbot.addWidget(box)
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    downloads.pause("oak")
    assert downloads.held == {"oak"}
    set_offline(True)
    click(line_of(box, "oak").turn)
    (dialog,) = box.findChildren(LicenceDialog)
    assert stand_of(downloads, "oak") is Stand.PAUSED
    open_gate(tmp_path)
    click(dialog.agree)
    assert not is_offline()
    reach(qtbot, downloads, "oak", None)


def test_asking_twice_is_asking_once(downloads: Downloads, qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    downloads.get(wanted("oak"))
    downloads.get(wanted("oak"))
    assert len(session.running()) == 1
    open_gate(tmp_path)
    reach(qtbot, downloads, "oak", None)


def test_downloads_outlive_the_project(downloads: Downloads, opened: Session, qtbot: QtBot, tmp_path: Path) -> None:
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    opened.leave_project()
    assert stand_of(downloads, "oak") is Stand.GETTING
    open_gate(tmp_path)
    reach(qtbot, downloads, "oak", None)


def test_with_the_window_what_is_under_way_stops_and_leaves_no_worker(
    downloads: Downloads, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(session)
    for asked in ("oak", "elm", "ash", "fir"):
        downloads.get(wanted(asked))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    said: list[str] = []

    def answer(dialog: ClosingDialog) -> Farewell:
        said.append(" ".join(part.text() for part in dialog.findChildren(QLabel)))
        return Farewell.STOP

    monkeypatch.setattr(ClosingDialog, "ask", answer)
    window.close()
    window.deleteLater()
    assert "what has arrived is kept" in said[0]
    assert session.runs == {}
    assert [one.stand for one in downloads.all] == [Stand.STOPPED] * 4


def test_what_had_not_ended_is_offered_again_at_the_next_start(
    downloads: Downloads, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    for asked in ("oak", "elm"):
        downloads.get(wanted(asked))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    session.end_all()
    session.preferences.save()
    later = Session(Preferences(), session)
    assert [one.wanted for one in later.downloads.all] == [wanted("oak"), wanted("elm")]
    assert {one.stand for one in later.downloads.all} == {Stand.STOPPED}
    assert "goes on from there" in standing(later.downloads.all[0].state)
    open_gate(tmp_path)
    for asked in ("oak", "elm"):
        later.downloads.go_on(asked)
    qtbot.waitUntil(lambda: later.downloads.all == (), timeout=LONG)
    assert Preferences().unfinished == []


@pytest.mark.parametrize(
    "line", ["", "{", "[1]", '{"asked": "oak"}', wanted("oak").line.replace('"MIT"', "[]"), wanted("oak").line[:-1]]
)
def test_a_damaged_note_of_a_download_is_passed_over(line: str) -> None:
    assert Wanted.read(line) is None


def test_one_that_is_asked_for_again_while_it_stops_begins_anew(
    downloads: Downloads, qtbot: QtBot, tmp_path: Path
) -> None:
    downloads.get(wanted("oak"))
    reach(qtbot, downloads, "oak", Stand.GETTING)
    downloads.stop("oak")
    assert stand_of(downloads, "oak") is Stand.STOPPING
    downloads.get(wanted("oak"))
    assert stand_of(downloads, "oak") is Stand.STOPPING
    reach(qtbot, downloads, "oak", Stand.GETTING)
    open_gate(tmp_path)
    reach(qtbot, downloads, "oak", None)


def test_nothing_is_brought_into_a_library_that_moves(
    downloads: Downloads, session: Session, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_worker(tmp_path, monkeypatch, MOVES)
    moving = Chore(session, session)
    moving.start(MoveLibraryJob(target=str(tmp_path / "drive")))
    downloads.get(wanted("oak"))
    one = downloads.find("oak")
    assert one is not None
    assert one.stand is Stand.FAILED
    assert standing(one.state) == "The library is being moved."
    moving.stop()
    qtbot.waitUntil(lambda: not moving.is_busy, timeout=LONG)
