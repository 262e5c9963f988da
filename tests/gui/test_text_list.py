"""A list of any number of texts."""

import tracemalloc

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ptstudio.app.passage import Passage
from ptstudio.app.text_rows import ListedRows, TextRow, TextRows
from ptstudio.app.widgets.text_list import TextList, row_height

LEFT = Qt.MouseButton.LeftButton


class Numbered(TextRows):
    """A million texts, of which those that are asked for are counted."""

    def __init__(self) -> None:
        self.asked: set[int] = set()

    @override
    def __len__(self) -> int:
        return 1_000_000

    @override
    def row(self, place: int) -> TextRow:
        self.asked.add(place)
        return TextRow(Passage(f"text number {place}"), f"class {place % 3}", "for test")


def shown(qtbot: QtBot, rows: TextRows, most_rows: int = 0) -> TextList:
    made = TextList("Texts", most_rows)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    made.set_rows(rows)
    return made


def test_of_a_million_texts_only_those_in_view_are_read(qtbot: QtBot) -> None:
    tracemalloc.start()
    rows = Numbered()
    made = shown(qtbot, rows)
    made.grab()
    made.scrollToBottom()
    made.grab()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert made.model().rowCount() == 1_000_000
    assert 999_999 in rows.asked
    assert len(rows.asked) < 60
    assert held < 5_000_000


def test_a_text_is_opened_by_click_and_by_enter(qtbot: QtBot) -> None:
    opened: list[int] = []
    made = shown(qtbot, Numbered())
    made.opened.connect(opened.append)
    QTest.mouseClick(made.viewport(), LEFT, pos=QPoint(60, row_height() + row_height() // 2))
    QTest.keyClick(made, Qt.Key.Key_Down)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert opened == [1, 2]
    row = made.row(2)
    assert row is not None
    assert row.passage == Passage("text number 2")
    assert made.row(1_000_000) is None


def test_a_row_is_read_aloud_with_what_it_is(qtbot: QtBot) -> None:
    made = shown(qtbot, ListedRows([TextRow(Passage("one\ntwo", "three"), "class", "wrong")]))
    said = made.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "class. wrong. one two. three"


def test_a_gallery_is_as_high_as_its_rows(qtbot: QtBot) -> None:
    few = [TextRow(Passage(str(number))) for number in range(2)]
    low, high = shown(qtbot, ListedRows(few), 4), shown(qtbot, Numbered(), 4)
    assert 2 * row_height() <= low.height() < 3 * row_height()
    assert 4 * row_height() <= high.height() < 5 * row_height()


def test_every_script_and_length_is_painted(qtbot: QtBot) -> None:
    texts = ("", "short", "long words " * 100, "مرحبا بالعالم " * 40, "👩‍👩‍👧🎉" * 200, "unbroken" * 200)
    rows = [TextRow(Passage(text), "class", "detail " * 60) for text in texts]
    made = shown(qtbot, ListedRows([*rows, TextRow(Passage("one " * 90, "two " * 90))]))
    assert not made.grab().isNull()
