"""Somebody gets a model in the window: they are asked first, it is paused and goes on, is verified, and is chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.download_state import Stand, Wanted
from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.core.folders import data_folder
from ptstudio.core.offline import is_offline, set_offline
from ptstudio.library.library import Library
from ptstudio.models import all_families
from tests.helpers.hub_server import Fault, HubServer, Seen
from tests.helpers.keyrings import MemoryKeyring, use_keyring
from tests.helpers.weights import hugging_face_folder
from tests.helpers.window_ends import put_away

REPOSITORY = "microsoft/resnet-18"
LONG = 60_000
STILL_MS = 1500
"""Longer than the threads that fetch take to notice that they are to wait."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub on this machine with a small network in place of a published one, over a slow line."""
    use_keyring(monkeypatch, MemoryKeyring())
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    hugging_face_folder(tmp_path / "resnet", "resnet", embedding_size=64, hidden_sizes=[128, 256])

    def slow_line(seen: Seen) -> Fault | None:
        return Fault(rest_s=0.01) if seen.is_for_bytes else None

    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        server.publish(REPOSITORY, tmp_path / "resnet")
        server.fault_of = slow_line
        yield server


@pytest.fixture
def window(
    qapp: QApplication, server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    assert server.address
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    theme().choose("light")
    made = MainWindow(Session(Preferences()))
    made.show()
    yield made
    put_away(qapp, made)


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def key_of(repository: str) -> str:
    catalogue = (model for family in all_families().values() for model in family.catalogue)
    return next(model.key for model in catalogue if model.source.endswith(f"/{repository}"))


def arrived() -> int:
    """The bytes on the disk that are not a model yet."""
    return sum(part.stat().st_size for part in (data_folder() / "downloads").rglob("*.part"))


def test_a_model_is_got_in_the_window(window: MainWindow, server: HubServer, qtbot: QtBot) -> None:
    key = key_of(REPOSITORY)
    window.show_page("model")
    page = window.page
    assert isinstance(page, ModelPage)
    qtbot.waitUntil(lambda: bool(page.browser.shown_keys()), timeout=LONG)
    page.browser.selected.emit(key)
    assert page.primary is not None
    assert page.details.get.isVisible()

    click(page.details.get)
    dialog = page.findChild(LicenceDialog)
    assert dialog is not None
    assert is_offline()
    assert server.seen == []
    click(dialog.agree)
    assert not is_offline()
    offline = next(button for button in window.status.findChildren(QPushButton) if button.isCheckable())
    assert offline.text() == "Network allowed"

    def is_getting() -> bool:
        one = window.session.downloads.find(key)
        return one is not None and one.stand is Stand.GETTING and one.progress is not None and one.progress.done > 0

    qtbot.waitUntil(is_getting, timeout=LONG)
    line = page.downloads.lines[key]
    click(line.turn)
    assert line.words.text().startswith("Paused. ")
    qtbot.wait(STILL_MS)
    before = arrived()
    qtbot.wait(STILL_MS)
    assert arrived() == before > 0
    assert Library.standard().find(key) is None
    click(line.turn)

    qtbot.waitUntil(lambda: window.session.model == key, timeout=LONG)
    assert page.notice.message.text().endswith(" is ready.")
    assert page.notice.hint.text() == "Your training starts from it."
    assert page.primary.isEnabled()
    assert not page.downloads.isVisible()
    entry = Library.standard().find(key)
    assert entry is not None
    Library.standard().verify(entry)


def test_a_model_that_is_not_given_to_everybody_asks_for_a_token(
    window: MainWindow, server: HubServer, qtbot: QtBot
) -> None:
    server.repositories[REPOSITORY].gated = "auto"
    session = window.session
    set_offline(False)
    window.show_page("model")
    page = window.page
    assert isinstance(page, ModelPage)
    session.downloads.get(Wanted(REPOSITORY, "ResNet", "Apache-2.0", f"https://huggingface.co/{REPOSITORY}"))
    line = page.downloads.lines[REPOSITORY]
    qtbot.waitUntil(line.token.isVisible, timeout=LONG)
    assert "is only given to people who may have it" in line.failure.text()
    assert not any(session.is_running(folder) for folder in session.runs)
