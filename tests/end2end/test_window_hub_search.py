"""Somebody without any model searches the Hub from the window, gets what is found, and a newer revision beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.model import ModelPage
from ptstudio.app.preferences import Preferences
from ptstudio.app.session import Session
from ptstudio.app.theme import theme
from ptstudio.app.widgets.licence_dialog import LicenceDialog
from ptstudio.app.widgets.own_weights import OwnWeights
from ptstudio.core.offline import is_offline
from ptstudio.library.library import Library
from tests.helpers.hands import click, press, write
from tests.helpers.hub_server import HubServer
from tests.helpers.weights import hugging_face_folder
from tests.helpers.window_ends import put_away

TIMEOUT_MS = 60_000


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    with HubServer() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


@pytest.fixture
def page(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelPage]:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    theme().choose("light")
    window = MainWindow(Session(Preferences()))
    window.show()
    window.show_page("model")
    made = window.pages["model"]
    assert isinstance(made, ModelPage)
    yield made
    put_away(qapp, window)


def search_and_get(page: ModelPage, qtbot: QtBot, words: str, asked: str) -> None:
    """Search, select what was found, agree to its licence, and wait until it is here."""
    dialog = page.hub_search.dialog
    assert dialog is not None
    dialog.words.clear()
    write(dialog.words, words)
    press(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.search.isVisible() and dialog.table.shown_keys() == [asked], timeout=TIMEOUT_MS)
    click(dialog.details.get)
    for licence in dialog.findChildren(LicenceDialog):
        if licence.isVisible():
            click(licence.agree)
    qtbot.waitUntil(lambda: dialog.table.texts(asked)[-1] == "on this machine", timeout=TIMEOUT_MS)


def test_from_nothing_to_two_revisions(server: HubServer, page: ModelPage, qtbot: QtBot, tmp_path: Path) -> None:
    hugging_face_folder(tmp_path / "first", "vit")
    first = server.publish("leaf/vit", tmp_path / "first", licence="mit")
    click(page.findChildren(OwnWeights)[0].hub)
    dialog = page.hub_search.dialog
    assert dialog is not None
    click(dialog.allow)
    assert not is_offline()
    assert server.seen == []
    search_and_get(page, qtbot, "vit", f"leaf/vit@{first.commit}")

    hugging_face_folder(tmp_path / "second", "vit", intermediate_size=12)
    second = server.publish("leaf/vit", tmp_path / "second", licence="mit")
    search_and_get(page, qtbot, "vit", f"leaf/vit@{second.commit}")

    revisions = {entry.model.key: entry.model.revision for entry in Library.standard().models()}
    assert revisions["leaf-vit"] == first.commit
    assert revisions[f"leaf-vit-{second.commit[:7]}"] == second.commit
    click(dialog.details.choose)
    assert page.session.model == f"leaf-vit-{second.commit[:7]}"
