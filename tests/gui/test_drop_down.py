"""The list that a box opens shows every line whole."""

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.theme import theme
from ptstudio.app.widgets.drop_down import DropDown


@pytest.mark.qt_log_ignore("This plugin does not support")  # a list that opens, where there is no screen
@pytest.mark.parametrize("current", [0, 3])
def test_every_line_of_the_list_is_whole(qtbot: QtBot, current: int) -> None:
    theme().choose("light")
    window, box = QWidget(), DropDown()
    box.addItems(["any", "small", "medium, up to 200 MB", "large, over 200 MB, and not small at all"])
    box.setCurrentIndex(current)
    box.setFixedWidth(90)
    inside = QVBoxLayout(window)
    for part in (QLineEdit(), box):
        inside.addWidget(part)
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    inner = view.viewport().rect()
    for place in range(box.count()):
        assert inner.contains(view.visualRect(view.model().index(place, 0)))
    assert inner.width() >= view.sizeHintForColumn(0)
    assert view.window().y() >= box.mapToGlobal(box.rect().bottomLeft()).y(), "it opens below"
    box.hidePopup()
