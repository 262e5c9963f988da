"""What is remembered of earlier trainings can be seen and forgotten in the settings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ptstudio.app.widgets import history_line
from ptstudio.app.widgets.history_line import HistoryLine
from ptstudio.core.history import Past, history_file, read_history, remember

PAST = Past(machine="m", device="cpu", family="f", architecture="a", seconds=1)


def test_it_says_how_much_is_remembered_and_forgets_it(qtbot: QtBot) -> None:
    remember(PAST)
    line = HistoryLine()
    qtbot.addWidget(line)
    assert "one training" in line.words.text()
    remember(PAST)
    line.refresh()
    assert "2 trainings" in line.words.text()
    assert str(history_file()) in line.words.toolTip()
    QTest.mouseClick(line.forget, Qt.MouseButton.LeftButton)
    assert read_history() == []
    assert "no training" in line.words.text()
    assert not line.forget.isEnabled()


def test_it_says_why_it_cannot_be_forgotten(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    remember(PAST)
    line = HistoryLine()
    qtbot.addWidget(line)
    monkeypatch.setattr(history_line, "forget_history", refuse)
    QTest.mouseClick(line.forget, Qt.MouseButton.LeftButton)
    assert line.words.text() == "It cannot be deleted: Permission denied."
