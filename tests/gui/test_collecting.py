"""Garbage goes in the window's thread, and in no other."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.collecting import WHOLE_EVERY, Collecting


class Knot:
    """Something that only the collector can take away; notes which thread did."""

    def __init__(self, heard: list[int]) -> None:
        self.itself = self
        self._heard = heard

    def __del__(self) -> None:
        """Note the thread."""
        self._heard.append(threading.get_ident())


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()
    qapp.processEvents()


def make_many(heard: list[int]) -> None:
    for _ in range(5000):
        Knot(heard)


def test_other_threads_leave_their_garbage_to_the_window(parent: QObject, qtbot: QtBot) -> None:
    Collecting(parent)
    heard: list[int] = []
    thread = threading.Thread(target=make_many, args=(heard,))
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 5000)
    assert set(heard) == {threading.get_ident()}


def test_nothing_is_looked_through_while_little_has_been_made(parent: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    collecting = Collecting(parent)
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (1, 0, 0))
    monkeypatch.setattr(gc, "collect", asked.append)
    collecting.look()
    assert asked == []


def test_what_is_old_is_looked_through_seldom(parent: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    collecting = Collecting(parent)
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (10**6, 0, 0))
    monkeypatch.setattr(gc, "collect", asked.append)
    for _ in range(WHOLE_EVERY):
        collecting.look()
    assert [asked.count(oldest) for oldest in (0, 1, 2)] == [90, 9, 1]
    assert asked[-1] == 2
