"""What is laid over pictures: boxes stay boxes, pixels take the colours of their classes."""

from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColor

from ptstudio.app.overlay import (
    STRENGTH,
    classes_in,
    layer_of,
    least_of,
    load_layer,
    load_layers,
    overlay_words,
)
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Mask
from tests.helpers.placed_projects import CLASSES, SIZE, cells, found_boxes, mask_of

COLOURS = ClassColours(CLASSES)
WHITE = Image.new("RGB", (40, 20), "white")


def mixed(label: str) -> QColor:
    """White with the colour of a class over it."""
    return QColor(*(round(255 + STRENGTH * (part - 255)) for part in COLOURS.of(label)))


def is_close(one: QColor, other: QColor) -> bool:
    """Whether two colours differ by no more than rounding."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 2 for a, b in pairs)


def grey_mask(unknown: bool = False) -> Mask:
    grey = Image.new("L", (4, 2), 0)
    grey.putpixel((0, 0), 2)
    grey.putpixel((3, 1), 3)
    if unknown:
        grey.putpixel((1, 1), 255)
    return mask_of(grey)


def test_pixels_of_a_smaller_mask_colour_their_part_of_the_picture() -> None:
    layer = layer_of(WHITE, grey_mask(unknown=True), COLOURS)
    assert layer.boxes is None
    assert is_close(layer.image.pixelColor(5, 5), mixed("RBC"))
    assert is_close(layer.image.pixelColor(39, 19), mixed("WBC"))
    for untouched in ((20, 5), (15, 15)):
        assert layer.image.pixelColor(*untouched) == QColor("white"), "background, and what nobody knows"


def test_a_class_has_its_colour_on_whatever_is_below_it() -> None:
    """A red and a green pixel of one brightness look alike."""
    picture = Image.new("RGB", (4, 2), (200, 0, 0))
    picture.putpixel((3, 1), (0, 102, 0))
    grey = Image.new("L", (4, 2), 2)
    image = layer_of(picture, mask_of(grey), COLOURS).image
    assert is_close(image.pixelColor(0, 0), image.pixelColor(3, 1))


def test_boxes_are_left_to_whoever_draws() -> None:
    found = found_boxes(3)
    layer = layer_of(cells(3).picture, found, COLOURS)
    assert layer.boxes == found
    assert (layer.image.width(), layer.image.height()) == SIZE
    assert least_of(found) == 0.5
    assert overlay_words(found, 0.5) == found.said
    assert len(classes_in(found, 0.0)) == len(found.boxes)


def test_a_mask_that_cannot_be_read_leaves_the_picture_as_it_is() -> None:
    broken = grey_mask().model_copy(update={"png": "bm8gcGljdHVyZQ=="})
    assert layer_of(WHITE, broken, COLOURS).image.pixelColor(5, 5) == QColor("white")


def test_the_first_file_that_can_be_read_is_shown(tmp_path: Path) -> None:
    there = tmp_path / "there.png"
    WHITE.save(there)
    layers = load_layers((tmp_path / "gone.png", there), 20, (None, grey_mask()), COLOURS)
    assert [(layer.image.width(), layer.image.height()) for layer in layers] == [(20, 10), (20, 10)]
    assert layers[0].image.pixelColor(0, 0) == QColor("white")
    assert is_close(layers[1].image.pixelColor(0, 0), mixed("RBC"))
    assert load_layer((tmp_path / "gone.png",), 20, None, COLOURS).image.isNull()
