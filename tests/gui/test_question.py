"""The question before something is taken away: haste means no."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.question import Question, is_confirmed
from tests.helpers.hands import click, press


def answered(qtbot: QtBot, answer: str) -> bool:
    """Ask, and answer by a button or a key."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, Question):
            QTimer.singleShot(10, parent, look)
        elif answer in ("agree", "stay"):
            click(getattr(dialog, answer))
        else:
            press(dialog.focusWidget() or dialog, getattr(Qt.Key, answer))

    QTimer.singleShot(0, parent, look)
    return is_confirmed(parent, "Delete it?", "It is gone then.", "Delete")


def test_only_a_clear_yes_is_one(qtbot: QtBot) -> None:
    assert answered(qtbot, "agree")
    assert not answered(qtbot, "stay")
    assert not answered(qtbot, "Key_Escape")
    assert not answered(qtbot, "Key_Return")
