"""Boxes of a row become what a network is compared with, and back, without loss."""

from pathlib import Path

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ptstudio.core.pretrained import ImageInput
from ptstudio.tasks._task import Row
from ptstudio.tasks._true_boxes import drawn, in_pixels, of_row, size_of, things_of
from ptstudio.tasks._variation import View
from tests.helpers.pictures import save_turned

ROW: Row = {
    "boxes": [10.0, 5.0, 50.0, 20.0, 0.0, 0.0, 100.0, 40.0],
    "label": [1, 0],
    "crowds": [0, 1],
    "width": 100,
    "height": 40,
}
EMPTY: Row = {"boxes": [], "label": [], "crowds": [], "width": 30, "height": 20}
edge = st.floats(0, 1, width=32)


def batch(*rows: Row) -> dict[str, torch.Tensor]:
    """Targets of rows, filled up with −1."""
    found = [{name: torch.from_numpy(array) for name, array in of_row(row, None).items()} for row in rows]
    pad = torch.nn.utils.rnn.pad_sequence
    targets = {
        name: pad([one[name] for one in found], batch_first=True, padding_value=-1)
        for name in ("boxes", "classes", "crowds")
    }
    return targets | {"sizes": torch.stack([one["sizes"] for one in found])}


def test_boxes_are_relative_to_their_picture() -> None:
    found = of_row(ROW, None)
    np.testing.assert_allclose(found["boxes"], [[0.1, 0.125, 0.5, 0.5], [0.0, 0.0, 1.0, 1.0]])
    assert found["boxes"].dtype == np.float32
    assert (found["classes"].tolist(), found["crowds"].tolist()) == ([1, 0], [0, 1])
    assert found["sizes"].tolist() == [100, 40]


def test_what_cannot_be_seen_in_a_view_is_left_out_with_its_class() -> None:
    place = (0.5, 0.0, 0.5, 0.0, 0.5, 0.5)  # the lower right quarter
    found = of_row(ROW, View(np.zeros((8, 8, 3), np.uint8), ImageInput(px=64), place))
    assert found["boxes"].shape == (0, 4)
    everywhere = of_row(ROW, View(np.zeros((8, 8, 3), np.uint8), ImageInput(px=64), (1.0, 0, 0, 0, 1.0, 0)))
    assert everywhere["classes"].tolist() == [1, 0]


def test_a_picture_that_a_person_gives_says_its_size_itself(tmp_path: Path) -> None:
    assert size_of(ROW) == (100, 40)
    assert size_of({"path": str(save_turned(tmp_path / "a.jpg", 6, size=(40, 20)))}) == (40, 20), "as it is seen"


def test_a_picture_without_things_has_none() -> None:
    view = View(np.zeros((8, 8, 3), np.uint8), ImageInput(px=64))
    for shown in (None, view):
        found = of_row(EMPTY, shown)
        assert [found[name].shape for name in ("boxes", "classes", "crowds")] == [(0, 4), (0,), (0,)]
    assert things_of(EMPTY).shape == (0, 6)


@given(st.lists(st.tuples(edge, edge, edge, edge), max_size=5), st.integers(1, 5000), st.integers(1, 5000))
def test_a_batch_gives_back_the_things_of_its_rows(boxes: list[tuple[float, ...]], width: int, height: int) -> None:
    edges = [value * side for box in boxes for value, side in zip(box, (width, height) * 2, strict=True)]
    numbers = list(range(len(boxes)))
    row = {"boxes": edges, "label": numbers, "crowds": [number % 2 for number in numbers]}
    rows = (row | {"width": width, "height": height}, ROW, EMPTY)
    for found, one in zip(in_pixels(batch(*rows)), rows, strict=True):
        np.testing.assert_allclose(found, things_of(one), rtol=1e-5, atol=1e-3)


def test_each_class_is_drawn_in_a_colour_of_its_own() -> None:
    picture = drawn(
        Image.new("RGB", (50, 50)), np.array([[0.1, 0.1, 0.4, 0.4], [0.5, 0.5, 0.9, 0.9]]), np.array([0, 1])
    )
    first, second = picture.getpixel((5, 10)), picture.getpixel((25, 30))
    assert picture.getpixel((10, 10)) == (0, 0, 0), "nothing inside"
    assert len({first, second, (0, 0, 0)}) == 3
