"""What lies where in a picture that is not imported yet."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from ptstudio.app.placed_fields import overlay_of, things_in
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.shapes import Box, MaskFile, Shape

SQUARE = Shape("cat", Box(2, 1, 6, 5), rings=((2, 1, 6, 1, 6, 5, 2, 5),))
DOG = Shape("dog", Box(0, 0, 2, 1), rings=((0, 0, 2, 0, 2, 1, 0, 1),))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Image.new("RGB", (10, 8), "white").save(tmp_path / "one.png")
    return tmp_path / "one.png"


def pixels(mask: Mask) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(mask.png)))


def test_shapes_are_boxes_where_boxes_are_learned(picture: Path) -> None:
    fields = {"image": picture, "shapes": (SQUARE, DOG)}
    found = overlay_of(fields, as_boxes=True)
    assert isinstance(found, Boxes)
    assert (found.width, found.height) == (10, 8)
    assert [(box.label, box.left, box.bottom) for box in found.given] == [("cat", 2, 5), ("dog", 0, 1)]
    assert things_in(fields) == ("cat", "dog")


def test_shapes_are_pixels_where_pixels_are_learned(picture: Path) -> None:
    found = overlay_of({"image": picture, "shapes": (SQUARE, DOG)}, as_boxes=False)
    assert isinstance(found, Mask)
    assert found.classes == ("cat", "dog")
    assert [(each.label, each.share) for each in found.shares] == [("cat", 16 / 80), ("dog", 2 / 80)]
    assert pixels(found).getpixel((3, 3)) == 1
    assert pixels(found).getpixel((1, 0)) == 2


def test_a_mask_s_file_is_read_by_its_legend(picture: Path, tmp_path: Path) -> None:
    grey = Image.new("L", (10, 8), 0)
    grey.putpixel((4, 4), 7)
    grey.save(tmp_path / "mask.png")
    fields = {"image": picture, "mask": MaskFile(tmp_path / "mask.png", ((7, "cat"), (9, "dog")))}
    found = overlay_of(fields, as_boxes=True)
    assert isinstance(found, Mask)
    assert found.said == "cat"
    assert pixels(found).getpixel((4, 4)) == 1
    assert things_in(fields) == ()


def test_other_samples_have_nothing_to_lay_over() -> None:
    with pytest.raises(TypeError):
        overlay_of({"image": "no picture"}, as_boxes=True)
