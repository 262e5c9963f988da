"""A grid of pictures: only what is in view is ever decoded, however many there are."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ptstudio.app.tiles import Tile, Tiles
from ptstudio.app.widgets.sample_grid import LARGEST, SampleGrid
from ptstudio.app.widgets.thumbnails import KEPT
from tests.helpers.pictures import jpeg_bytes

MANY = 50_000


class ManyTiles(Tiles):
    """A lot of pictures, of which it is remembered what was asked for; every hundredth is broken."""

    def __init__(self, count: int = MANY) -> None:
        self.count = count
        self.asked: list[int] = []
        self.threads: set[str] = set()
        self._content = jpeg_bytes()

    @override
    def __len__(self) -> int:
        return self.count

    @override
    def tile(self, place: int) -> Tile:
        return Tile(f"picture {place}", f"picture {place} of many", Path(f"/pictures/{place}.jpg"))

    @override
    def picture(self, place: int) -> bytes:
        self.asked.append(place)
        self.threads.add(threading.current_thread().name)
        return b"damaged" if place % 100 == 1 else self._content


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[SampleGrid]:
    made = SampleGrid("Pictures")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    yield made
    made.end()


def is_quiet(grid: SampleGrid) -> bool:
    return not grid.model._wanted and not grid.model._under_way


def test_of_fifty_thousand_only_those_in_view_are_decoded_and_never_in_the_window_s_thread(
    grid: SampleGrid, qtbot: QtBot
) -> None:
    tiles = ManyTiles()
    grid.set_tiles(tiles)
    qtbot.waitUntil(lambda: grid.model.kept > 10 and is_quiet(grid))
    assert max(tiles.asked) < 60
    assert len(tiles.asked) == len(set(tiles.asked))
    assert threading.main_thread().name not in tiles.threads
    assert grid.model.is_broken(1)


def test_what_is_scrolled_past_is_dropped(grid: SampleGrid, qtbot: QtBot) -> None:
    tiles = ManyTiles()
    grid.set_tiles(tiles)
    bar = grid.view.verticalScrollBar()
    for step in range(40):
        bar.setValue(bar.maximum() * step // 40)
        grid.view.viewport().repaint()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: MANY - 1 in tiles.asked and is_quiet(grid))
    assert len(tiles.asked) < 400


def test_no_more_are_kept_than_fit_into_the_bound(grid: SampleGrid, qtbot: QtBot) -> None:
    tiles = ManyTiles(3 * KEPT)
    grid.set_tiles(tiles)
    grid.model.show_range(range(3 * KEPT))
    for place in range(3 * KEPT):
        grid.model.picture(place)
    qtbot.waitUntil(lambda: is_quiet(grid), timeout=20_000)
    assert grid.model.kept == KEPT


def test_larger_pictures_are_decoded_anew_and_the_old_ones_serve_until_then(grid: SampleGrid, qtbot: QtBot) -> None:
    grid.set_tiles(ManyTiles(8))
    qtbot.waitUntil(lambda: is_quiet(grid) and grid.model.picture(6) is not None)
    small = grid.model.picture(6)
    grid.zoom.setValue(LARGEST)
    assert grid.model.picture(6) is small
    qtbot.waitUntil(lambda: is_quiet(grid) and grid.model.picture(6) is not small)
    large = grid.model.picture(6)
    assert small is not None
    assert large is not None
    assert large.width() > small.width()


def test_more_are_added_while_they_are_found(grid: SampleGrid) -> None:
    tiles = ManyTiles(0)
    grid.set_tiles(tiles)
    assert not grid.view.isVisible()
    tiles.count = 30
    grid.grow()
    assert grid.view.isVisible()
    assert grid.model.rowCount() == 30


def test_a_picture_is_opened_by_the_keyboard_and_read_aloud(grid: SampleGrid, qtbot: QtBot) -> None:
    grid.set_tiles(ManyTiles(9))
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    QTest.keyClick(grid.view, Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.opened) as opened:
        QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert opened.args == [Path("/pictures/1.jpg")]
    said = grid.model.data(grid.model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "picture 1"
