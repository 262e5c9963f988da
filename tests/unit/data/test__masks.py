"""Shapes are drawn into masks, and masks in files are read by what their values mean."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ptstudio.core.shapes import Box, MaskFile, Ring, Runs, Shape
from ptstudio.data._drawings import box_around
from ptstudio.data._image import PictureSize, UnreadableImageError
from ptstudio.data._masks import decoded, drawn, encoded, mask_of
from tests.helpers.pictures import save, save_turned

SIZE = PictureSize(24, 16)
SQUARE: Ring = (2, 3, 10, 3, 10, 9, 2, 9)


def outline(label: str, *rings: Ring) -> Shape:
    return Shape(label, box_around(rings), rings)


def test_an_outline_fills_the_pixels_whose_middle_it_holds() -> None:
    mask = drawn([outline("cat", SQUARE)], SIZE, ("ant", "cat"))
    assert mask.shape == (16, 24)
    assert (mask[3:9, 2:10] == 2).all()
    assert (mask != 0).sum() == 48


def test_smaller_things_lie_on_larger_ones_and_unwanted_ones_are_background() -> None:
    large, small = outline("dog", (0, 0, 24, 0, 24, 16, 0, 16)), outline("cat", SQUARE)
    for shapes in ([large, small], [small, large]):
        mask = drawn(shapes, SIZE, ("cat", "dog"))
        assert (mask[4, 4], mask[0, 0]) == (1, 2)
    assert (drawn([large, small], SIZE, ("cat",)) == 1).sum() == (drawn([large, small], SIZE, ("cat",)) > 0).sum() == 48


def test_of_a_thing_with_only_a_box_nobody_knows_the_pixels() -> None:
    mask = drawn([outline("cat", SQUARE), Shape("dog", Box(0, 0, 12, 12))], SIZE, ("cat", "dog"))
    assert (mask[0, 0], mask[4, 4], mask[13, 13]) == (255, 1, 0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-4, 28), st.integers(-4, 20)), min_size=3, max_size=8))
def test_an_outline_holds_what_a_plain_definition_says(corners: list[tuple[int, int]]) -> None:
    ring = tuple(float(value) for corner in corners for value in corner)
    mask = drawn([outline("cat", ring)], SIZE, ("cat",))
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    for row in range(SIZE.height):
        for column in range(SIZE.width):
            x, y = column + 0.5, row + 0.5
            crossed = sum(
                (start[1] <= y) != (end[1] <= y)
                and start[0] + (y - start[1]) / (end[1] - start[1]) * (end[0] - start[0]) <= x
                for start, end in sides
            )
            assert mask[row, column] == crossed % 2


def test_runs_of_another_size_are_stretched() -> None:
    shape = Shape("cat", Box(0, 0, 12, 16), runs=Runs(2, 2, (0, 2, 2)))
    mask = drawn([shape], SIZE, ("cat",))
    assert (mask[:, :12] == 1).all()
    assert not mask[:, 12:].any()


def test_a_mask_is_kept_as_a_grey_png() -> None:
    mask = np.random.default_rng(0).integers(0, 256, (16, 24)).astype(np.uint8)
    assert (decoded(encoded(mask)) == mask).all()


def test_a_mask_file_is_read_by_its_legend(tmp_path: Path) -> None:
    image = save(tmp_path / "a.jpg")
    values = np.zeros((16, 24), dtype=np.uint8)
    values[2:4], values[4:6], values[6:8] = 7, 9, 200
    Image.fromarray(values).save(tmp_path / "a.png")
    mask = MaskFile(tmp_path / "a.png", ((7, "cat"), (9, "dog")), unknown=(200,))
    found = mask_of({"image": image, "mask": mask}, ("ant", "dog"))
    assert [found[row, 0] for row in (0, 2, 4, 6)] == [0, 0, 2, 255]
    Image.fromarray(values).resize((48, 32), Image.Resampling.NEAREST).save(tmp_path / "a.png")
    assert (mask_of({"image": image, "mask": mask}, ("ant", "dog")) == found).all()


def test_colours_of_a_mask_file_are_numbers(tmp_path: Path) -> None:
    image = save(tmp_path / "a.jpg")
    colours = np.zeros((16, 24, 3), dtype=np.uint8)
    colours[:, :5] = (1, 2, 3)
    Image.fromarray(colours).save(tmp_path / "a.png")
    mask = MaskFile(tmp_path / "a.png", ((0x010203, "cat"),), is_coloured=True)
    assert (mask_of({"image": image, "mask": mask}, ("cat",)) == 1).sum() == 80


def test_a_mask_of_a_turned_picture_may_be_stored_as_it_is(tmp_path: Path) -> None:
    image = save_turned(tmp_path / "a.jpg", 6)
    values = np.zeros((40, 20), dtype=np.uint8)
    values[:20] = 1
    Image.fromarray(values).save(tmp_path / "a.png")
    found = mask_of({"image": image, "mask": MaskFile(tmp_path / "a.png", ((1, "blue"),))}, ("blue",))
    assert found.shape == (20, 40)
    assert (found[:, 20:] == 1).all()


def test_shapes_of_a_sample_are_drawn_at_the_size_of_its_picture(tmp_path: Path) -> None:
    image = save(tmp_path / "a.jpg")
    assert mask_of({"image": image, "shapes": (outline("cat", SQUARE),)}, ("cat",)).sum() == 48
    with pytest.raises(UnreadableImageError):
        mask_of({"image": tmp_path / "gone.jpg", "shapes": ()}, ("cat",))
    with pytest.raises(TypeError):
        mask_of({"image": "a.jpg"}, ())
    with pytest.raises(ValueError, match="254"):
        mask_of({"image": image, "shapes": ()}, [str(number) for number in range(300)])


def test_five_thousand_outlines_are_drawn_quickly() -> None:
    dice = np.random.default_rng(0)
    corners = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    circle = np.stack((np.cos(corners), np.sin(corners)), axis=1) * 12
    shapes = [outline("cat", tuple((circle + dice.uniform(0, 1000, 2)).ravel().tolist())) for _ in range(5000)]
    started = time.perf_counter()
    drawn(shapes, PictureSize(1000, 1000), ("cat",))
    assert time.perf_counter() - started < 10
