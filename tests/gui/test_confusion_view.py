"""The confusion matrix by keys and by eye."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ptstudio.app.confusion_order import by_confusion, by_name, matrix
from ptstudio.app.theme import theme
from ptstudio.app.widgets.confusion_view import MOST_ROWS, ConfusionView, Unit
from ptstudio.core.report import Confusion
from tests.helpers import reports

Role = Qt.ItemDataRole


def confusion(classes: int) -> Confusion:
    report = reports.report([f"class {number:02d}" for number in range(classes)])
    (found,) = [each for each in report.splits["test"].sections if isinstance(each, Confusion)]
    return found


def view_of(section: Confusion, qtbot: QtBot) -> ConfusionView:
    view = ConfusionView(matrix(section, by_name(section)))
    qtbot.addWidget(view)
    view.resize(700, view.height())
    view.show()
    return view


def test_arrow_keys_walk_from_cell_to_cell(qtbot: QtBot) -> None:
    view = view_of(confusion(4), qtbot)
    view.choose(1, 1)
    heard: list[tuple[int, int]] = []
    view.chosen.connect(lambda truth, said: heard.append((truth, said)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    assert heard == [(1, 2), (2, 2), (2, 1)]


def test_the_chosen_cell_stays_chosen_in_another_order(qtbot: QtBot) -> None:
    section = confusion(6)
    view = view_of(section, qtbot)
    view.choose(4, 1)
    truth, said = view.matrix.classes[4], view.matrix.classes[1]
    view.show_matrix(matrix(section, by_confusion(section)))
    now = view.currentIndex()
    assert (view.matrix.classes[now.row()], view.matrix.classes[now.column()]) == (truth, said)


def test_a_cell_says_itself_in_words_whatever_its_unit(qtbot: QtBot) -> None:
    view = view_of(confusion(4), qtbot)
    index = view.model().index(0, 0)
    count = index.data()
    view.show_unit(Unit.PERCENT)
    assert index.data() == f"{100 * int(count) / 20:.0f} %"
    assert index.data(Role.AccessibleTextRole) == f"{count} of 20 samples of “class 00” were recognised"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_numbers_stand_out_from_every_ground(qtbot: QtBot, choice: str) -> None:
    theme().choose(choice)
    view = view_of(confusion(6), qtbot)
    size = range(6)
    grounds = [view.model().index(truth, said).data(Role.BackgroundRole) for truth in size for said in size]
    assert min(_contrast(theme().colour("text"), ground) for ground in grounds) >= 4.5
    theme().choose("light")


def test_a_hundred_classes_are_scrolled_and_three_are_not(qtbot: QtBot) -> None:
    large, small = view_of(confusion(100), qtbot), view_of(confusion(3), qtbot)
    assert large.height() < (MOST_ROWS + 8) * large.rowHeight(0)
    assert large.verticalScrollBar().maximum() > 0
    assert large.horizontalScrollBar().maximum() > 0
    assert small.verticalScrollBar().maximum() == 0
    assert small.horizontalScrollBar().maximum() == 0
    large.choose(99, 99)
    assert large.viewport().rect().contains(large.visualRect(large.currentIndex()))


def _contrast(first: QColor, second: QColor) -> float:
    """WCAG 2.2's contrast ratio."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
