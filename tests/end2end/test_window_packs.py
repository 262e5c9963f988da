"""Models go from one home to another by clicks in two windows, with real workers and without any network."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages import _library_house as library_house
from ptstudio.app.pages import _library_packs as library_packs
from ptstudio.app.pages.library import LibraryPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.widgets import pack_making
from ptstudio.app.widgets.pack_making import PackMaking
from ptstudio.app.widgets.pack_opening import PackOpening
from ptstudio.core import worker
from ptstudio.core.folders import HOME_VARIABLE, library_folder
from ptstudio.core.guard import RECORD
from ptstudio.core.offline import OFFLINE_VARIABLE
from ptstudio.library.library import Library
from tests.helpers import packs
from tests.helpers.no_network import ALONE, can_isolate
from tests.helpers.window_ends import put_away

SECOND = 1000
Opened = Callable[[Path], LibraryPage]


@pytest.fixture
def opened(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens a window on its library, as another user would whose home this is; no worker has any network."""
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    if can_isolate():
        monkeypatch.setattr(worker, "PROGRAM", (*ALONE, sys.executable, "-m", "ptstudio.engine"))
    windows: list[MainWindow] = []

    def made(home: Path) -> LibraryPage:
        monkeypatch.setenv(HOME_VARIABLE, str(home))
        window = MainWindow(Session(Preferences()))
        windows.append(window)
        window.show()
        window.show_page("library")
        assert isinstance(window.page, LibraryPage)
        return window.page

    yield made
    for window in windows:
        put_away(qapp, window)


def click(qtbot: QtBot, where: QWidget, text: str) -> None:
    """Click the button of that text as soon as it is there and can be clicked."""

    def found() -> list[QPushButton]:
        buttons = where.findChildren(QPushButton)
        return [button for button in buttons if button.text() == text and button.isVisible() and button.isEnabled()]

    wait(qtbot, lambda: bool(found()))
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def wait(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=60 * SECOND)


def packed(page: LibraryPage, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack the selected model and the starter into this file."""
    monkeypatch.setattr(pack_making, "choose_new_file", lambda *_: file)
    page.make_pack.trigger()
    (dialog,) = page.findChildren(PackMaking)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_End)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.table.ticked_keys() == ["leaf-net", "starter"]
    click(qtbot, dialog, "Choose where to write it…")
    wait(qtbot, lambda: page.notice.message.text().startswith("The pack is written"))


def test_a_model_is_packed_in_one_home_and_chosen_in_another(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "stick.ptpack"
    monkeypatch.setenv(HOME_VARIABLE, str(here))
    packs.entry(Library.standard())
    page = opened(here)
    page.table.select(["leaf-net"])
    packed(page, qtbot, file, monkeypatch)
    assert packs.sha256(file.read_bytes()) in page.notice.hint.text()

    page = opened(there)
    assert page.table.shown_keys() == ["starter"]
    monkeypatch.setattr(library_packs, "choose_file", lambda *_: file)
    click(qtbot, page, "Open a model pack…")
    wait(qtbot, lambda: bool(page.findChildren(PackOpening)))
    (dialog,) = page.findChildren(PackOpening)
    assert dialog.table.ticked_keys() == ["leaf-net"]
    assert not dialog.take.isEnabled()
    QTest.keyClick(dialog.licences.accept, Qt.Key.Key_Space)
    click(qtbot, dialog, "Take into the library")
    wait(qtbot, lambda: page.notice.message.text() == "Now in the library: “leaf-net”.")
    assert page.table.selected_keys() == ["leaf-net"]
    assert library_folder() == there / "library"
    Library.standard().verify(Library.standard().get("leaf-net"))
    click(qtbot, page, "Choose “leaf-net” for training")
    assert page.session.model == "leaf-net"
    assert not (here / RECORD).exists()
    assert not (there / RECORD).exists()


def test_a_tampered_pack_leaves_nothing_behind(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "stick.ptpack"
    monkeypatch.setenv(HOME_VARIABLE, str(here))
    weights = packs.entry(Library.standard()).weights.read_bytes()
    page = opened(here)
    page.table.select(["leaf-net"])
    packed(page, qtbot, file, monkeypatch)
    whole = file.read_bytes()
    assert whole.count(weights) == 1
    file.write_bytes(whole.replace(weights, weights[:-1] + bytes([weights[-1] ^ 1])))

    page = opened(there)
    page.take_dropped([file])
    wait(qtbot, lambda: bool(page.findChildren(PackOpening)))
    (dialog,) = page.findChildren(PackOpening)
    dialog.licences.accept.setChecked(True)
    click(qtbot, dialog, "Take into the library")
    wait(qtbot, lambda: not page.work.is_busy and page.notice.isVisible())
    assert "damaged" in page.notice.message.text() + page.notice.hint.text()
    assert page.table.shown_keys() == ["starter"]
    assert [path for path in library_folder().glob("*") if path.is_dir()] == []


def test_the_library_is_checked_moved_and_checked_again(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, drive = tmp_path / "home", tmp_path / "drive"
    drive.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    packs.entry(Library.standard())
    page = opened(home)
    monkeypatch.setattr(library_house, "choose_folder", lambda *_: drive)
    monkeypatch.setattr(library_house, "is_confirmed", lambda *_: True)
    page.move_library.trigger()
    wait(qtbot, lambda: page.notice.message.text() == f"The library is now in “{drive}”.")
    assert page.table.texts("leaf-net")[-1] == str(drive / "leaf-net")
    page.verify_all.trigger()
    wait(qtbot, lambda: page.notice.message.text() == "All 2 models are intact: not a byte has changed.")
    with Library.standard().get("leaf-net").weights.open("ab") as weights:
        weights.write(b"!")
    page.verify_all.trigger()
    wait(qtbot, lambda: "not those that were put into the library" in page.notice.message.text())
    assert page.table.selected_keys() == ["leaf-net"]
