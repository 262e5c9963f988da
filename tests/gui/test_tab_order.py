"""Tab goes through the window as one reads it: sidebar, page from top to bottom, help, status line."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QButtonGroup, QGridLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ptstudio.app.main_window import MainWindow
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.app.session import Session
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.tab_order import stops

KEYS = [facts.step.key for facts in all_pages()]


@pytest.fixture
def window(opened: Session, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(opened)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def walked(key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Every stop from here until it comes round again."""
    found = [focused()]
    while True:
        QTest.keyClick(focused(), key)
        if focused() is found[0]:
            return found
        found.append(focused())
        assert len(found) < 500


@pytest.mark.parametrize("key", KEYS)
def test_a_page_comes_between_the_sidebar_and_the_status_line(window: MainWindow, key: str) -> None:
    window.show_page(key)
    next(stops(window.sidebar)).setFocus()
    way = walked()
    parts = [window.sidebar, window.pages[key], window.help, window.status]
    order = [next(place for place, part in enumerate(parts) if part.isAncestorOf(stop)) for stop in way]
    assert order == sorted(order)
    assert order.count(1) == len(list(stops(window.pages[key])))
    assert {0, 1, 3} <= set(order)


def test_the_step_that_is_shown_is_the_one_stop_of_the_sidebar(window: MainWindow) -> None:
    window.show_page("evaluate")
    (stop,) = stops(window.sidebar)
    assert stop.accessibleName().startswith("Evaluate")


def test_the_way_back_is_the_same(window: MainWindow) -> None:
    window.show_page("data")
    next(stops(window.sidebar)).setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    way = walked()
    assert walked(Qt.Key.Key_Backtab) == [way[0], *reversed(way[1:])]


def test_what_was_made_late_has_its_place_where_it_stands(qtbot: QtBot) -> None:
    whole, inside = QWidget(), column()
    first, second, late = (QPushButton(text) for text in ("first", "second", "late"))
    grid = QGridLayout()
    grid.addWidget(second, 1, 0)
    grid.addWidget(first, 0, 0)
    inside.addLayout(grid)
    whole.setLayout(inside)
    inside.insertWidget(0, late)
    qtbot.addWidget(whole)
    whole.show()
    assert list(stops(whole)) == [late, first, second]
    late.setEnabled(False)
    first.hide()
    assert list(stops(whole)) == [second]


def test_of_buttons_that_exclude_each_other_the_chosen_one_is_the_stop(qtbot: QtBot) -> None:
    whole, group = QWidget(), QButtonGroup()
    buttons = [QPushButton(text) for text in "abc"]
    for button in buttons:
        button.setCheckable(True)
        group.addButton(button)
    whole.setLayout(row(*buttons))
    qtbot.addWidget(whole)
    whole.show()
    assert list(stops(whole)) == buttons
    buttons[2].setChecked(True)
    assert list(stops(whole)) == [buttons[2]]
