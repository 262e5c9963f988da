from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from ptstudio.app.widgets.card_grid import CardGrid


def places(cards: list[QLabel]) -> list[tuple[int, int]]:
    """Rows and columns, told by where the cards lie."""
    rows = sorted({card.y() for card in cards})
    columns = sorted({card.x() for card in cards})
    return [(rows.index(card.y()), columns.index(card.x())) for card in cards]


def test_cards_take_the_columns_there_is_room_for(qtbot: QtBot) -> None:
    grid = CardGrid(200)
    qtbot.addWidget(grid)
    cards = [QLabel(str(number)) for number in range(3)]
    grid.show_cards(cards)
    grid.show()
    grid.resize(250, 400)
    qtbot.waitUntil(lambda: places(cards) == [(0, 0), (1, 0), (2, 0)], timeout=2000)
    grid.resize(450, 400)
    qtbot.waitUntil(lambda: places(cards) == [(0, 0), (0, 1), (1, 0)], timeout=2000)


def test_a_narrower_window_needs_no_sideways_scrolling(qtbot: QtBot) -> None:
    area, grid = QScrollArea(), CardGrid(200)
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(grid)
    cards = [QLabel(str(number)) for number in range(4)]
    for card in cards:
        card.setMinimumWidth(190)
    grid.show_cards(cards)
    area.resize(900, 300)
    area.show()
    qtbot.waitUntil(lambda: places(cards)[3] == (0, 3), timeout=2000)
    area.resize(300, 300)
    qtbot.waitUntil(lambda: places(cards)[3] == (3, 0), timeout=2000)
    assert area.horizontalScrollBar().maximum() == 0


def test_cards_that_are_no_longer_shown_go_away(qtbot: QtBot) -> None:
    grid = CardGrid(200)
    qtbot.addWidget(grid)
    old, kept = QLabel("old"), QLabel("kept")
    grid.show_cards([old, kept])
    grid.show_cards([kept])
    qtbot.waitUntil(lambda: [card.text() for card in grid.findChildren(QLabel)] == ["kept"], timeout=2000)
