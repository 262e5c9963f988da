"""Pictures with something laid over them: gone into, moved about in, swiped, by mouse and by keys."""

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ptstudio.app.overlay import Layer, layer_of
from ptstudio.app.theme import theme
from ptstudio.app.widgets.box_painting import box_words
from ptstudio.app.widgets.placed_picture import MOST, PlacedPicture, Sector
from ptstudio.app.widgets.swipe_picture import SwipePicture
from ptstudio.app.widgets.zoom_bar import ZoomBar
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes, FoundBox

COLOURS = ClassColours(("cat", "dog"))
CAT = FoundBox(left=10, top=10, right=60, bottom=40, label="cat", probability=0.9)
DOG = FoundBox(left=100, top=50, right=150, bottom=90, label="dog", probability=0.4)
FOUND = Boxes(width=200, height=100, boxes=(CAT, DOG))
GREY = Image.new("RGB", (200, 100), (128, 128, 128))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def picture(qtbot: QtBot) -> PlacedPicture:
    made = PlacedPicture()
    qtbot.addWidget(made)
    made.resize(408, 408)
    made.show_layer(layer_of(GREY, FOUND, COLOURS), COLOURS)
    made.show()
    return made


def seen(widget: PlacedPicture, x: float, y: float) -> QColor:
    """The colour at a pixel of the picture."""
    place = widget.place
    return (
        widget.grab()
        .toImage()
        .pixelColor(round(place.left() + x * place.width() / 200), round(place.top() + y * place.height() / 100))
    )


def test_boxes_lie_where_they_belong_in_the_colours_of_their_classes(picture: PlacedPicture) -> None:
    assert seen(picture, 10, 25) == QColor(*COLOURS.of("cat"))
    assert seen(picture, 150, 70) == QColor(*COLOURS.of("dog"))
    assert seen(picture, 80, 25) == QColor(128, 128, 128)
    picture.show_least(0.5)
    assert seen(picture, 150, 70) == QColor(128, 128, 128), "it is not sure enough"
    picture.show_overlay(False)
    assert seen(picture, 10, 25) == QColor(128, 128, 128)


def test_words_tell_how_sure_it_is_but_not_of_what_is_certain() -> None:
    assert box_words(CAT) == "cat 90 %"
    assert box_words(CAT.model_copy(update={"probability": 1.0})) == "cat"


def test_keys_go_closer_back_and_elsewhere(picture: PlacedPicture) -> None:
    told: list[Sector] = []
    picture.moved.connect(told.append)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus):
        QTest.keyClick(picture, key)
    assert picture.sector.zoom == pytest.approx(1.25**3)
    QTest.keyClick(picture, Qt.Key.Key_Left)
    assert picture.sector.x < 0.5
    QTest.keyClick(picture, Qt.Key.Key_Minus)
    assert picture.sector.zoom == pytest.approx(1.25**2)
    QTest.keyClick(picture, Qt.Key.Key_0)
    assert picture.sector == Sector()
    assert len(told) == 6


def test_nobody_goes_beyond_the_edge_or_closer_than_makes_sense(picture: PlacedPicture) -> None:
    picture.go_closer(100)
    assert picture.sector.zoom == MOST
    for _ in range(2000):
        QTest.keyClick(picture, Qt.Key.Key_Right)
        if picture.sector.x > 0.98:
            break
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.place.right() == pytest.approx(picture.width() - 4, abs=1.5)
    picture.go_closer(-1000)
    assert picture.sector == Sector()


def test_the_wheel_goes_closer_to_where_the_mouse_is(picture: PlacedPicture) -> None:
    at = QPointF(100, 150)
    before = (at - picture.place.topLeft()) / picture.place.width()
    event = QWheelEvent(
        at, picture.mapToGlobal(at), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(picture, event)
    after = (at - picture.place.topLeft()) / picture.place.width()
    assert picture.sector.zoom == pytest.approx(1.25**4)
    assert after.x() == pytest.approx(before.x(), abs=0.01)


def test_dragging_moves_what_is_in_view(picture: PlacedPicture) -> None:
    picture.go_closer(5)
    before = picture.sector
    QTest.mousePress(picture, LEFT, pos=QPoint(200, 200))
    QTest.mouseMove(picture, QPoint(150, 200))
    QTest.mouseRelease(picture, LEFT, pos=QPoint(150, 200))
    assert picture.sector.x > before.x
    QTest.mouseMove(picture, QPoint(50, 200))
    assert picture.sector.y == before.y


def test_several_pictures_stay_in_step(picture: PlacedPicture, qtbot: QtBot) -> None:
    other, bar = PlacedPicture(), ZoomBar([picture])
    both = ZoomBar([picture, other])
    for widget in (other, bar, both):
        qtbot.addWidget(widget)
    other.resize(300, 300)
    other.show_layer(layer_of(GREY, None, COLOURS), COLOURS)
    both.closer.click()
    assert other.sector.zoom == picture.sector.zoom == pytest.approx(1.25)
    both.back.click()
    assert other.sector == Sector()
    picture.go_closer(3)
    both.fit.click()
    assert picture.sector == other.sector == Sector()


def test_without_a_picture_there_is_a_sign(qtbot: QtBot) -> None:
    made = PlacedPicture()
    qtbot.addWidget(made)
    made.resize(QSize(300, 300))
    made.show_layer(Layer(QImage()), COLOURS)
    made.go_closer(2)
    drawn = made.grab().toImage()
    ground = theme().colour("raised")
    assert drawn.pixelColor(20, 20) == ground
    assert any(drawn.pixelColor(x, 150) != ground for x in range(126, 174))


@pytest.fixture
def swipe(qtbot: QtBot) -> SwipePicture:
    made = SwipePicture("there", "said")
    qtbot.addWidget(made)
    made.resize(408, 408)
    blue = Image.new("RGB", (200, 100), (0, 0, 255))
    made.show_layers(layer_of(GREY, None, COLOURS), layer_of(blue, FOUND, COLOURS), COLOURS)
    made.show()
    return made


def test_each_side_of_the_divider_shows_its_own(swipe: SwipePicture) -> None:
    assert seen(swipe, 40, 80) == QColor(128, 128, 128)
    assert seen(swipe, 170, 25) == QColor(0, 0, 255)
    swipe.divide(0.1)
    assert seen(swipe, 40, 80) == QColor(0, 0, 255)
    swipe.divide(7)
    assert swipe.divider == 1


def test_the_divider_is_dragged_and_moved_by_keys(swipe: SwipePicture) -> None:
    QTest.mousePress(swipe, LEFT, pos=QPoint(204, 300))
    QTest.mouseMove(swipe, QPoint(306, 300))
    QTest.mouseRelease(swipe, LEFT, pos=QPoint(306, 300))
    assert swipe.divider == pytest.approx(0.75, abs=0.01)
    QTest.keyClick(swipe, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert swipe.divider == pytest.approx(0.7, abs=0.01)
    assert swipe.sector == Sector()
    QTest.mouseMove(swipe, QPoint(286, 200))
    assert swipe.cursor().shape() is Qt.CursorShape.SplitHCursor
    QTest.mouseMove(swipe, QPoint(20, 200))
    assert swipe.cursor().shape() is Qt.CursorShape.ArrowCursor
