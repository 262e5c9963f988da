"""Masks as rows keep them, and as a network is taught them."""

from pathlib import Path

import numpy as np
from PIL import Image

from ptstudio.core.dataset import Sample
from ptstudio.core.shapes import UNKNOWN, Box, MaskFile, Shape
from ptstudio.data._masks import encoded
from ptstudio.tasks import _true_masks


def test_only_classes_that_are_in_a_mask_are_named(tmp_path: Path) -> None:
    picture, file = tmp_path / "a.png", tmp_path / "mask.png"
    Image.new("RGB", (3, 2)).save(picture)
    Image.fromarray(np.array([[7, 3, 0], [9, 3, 5]], dtype=np.uint8)).save(file)
    legend = ((3, "tree"), (4, "sky"), (5, "car"), (7, "tree"))
    fields = {"image": picture, "mask": MaskFile(file, legend, unknown=(9,))}
    mask, labels = _true_masks.of_sample(Sample(path=picture, fields=fields))
    assert labels == ("car", "tree")
    assert mask.tolist() == [[2, 2, 0], [UNKNOWN, 2, 1]]


def test_shapes_are_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    Image.new("RGB", (4, 4)).save(picture)
    ring = (0.0, 0.0, 2.0, 0.0, 2.0, 4.0, 0.0, 4.0)
    shapes = (Shape("b", Box(0, 0, 2, 4), rings=(ring,)), Shape("a", Box(3, 0, 4, 1)))
    mask, labels = _true_masks.of_sample(Sample(path=picture, fields={"image": picture, "shapes": shapes}))
    assert labels == ("b",)
    assert mask[:, :2].tolist() == [[1, 1]] * 4
    assert mask[0, 3] == UNKNOWN


def test_a_row_is_taught_with_the_numbers_of_all_classes() -> None:
    mask = np.array([[0, 1, 2, UNKNOWN]], dtype=np.uint8)
    assert _true_masks.of_row({"mask": encoded(mask), "label": [4, 1]}).tolist() == [[0, 5, 2, UNKNOWN]]


def test_a_mask_without_anything_known_is_told_from_one_without_anything() -> None:
    nothing = np.zeros((2, 2), dtype=np.uint8)
    assert not _true_masks.is_unknown(nothing)
    assert _true_masks.is_unknown(np.where([[1, 0], [0, 0]], UNKNOWN, nothing).astype(np.uint8))
    assert not _true_masks.is_unknown(np.array([[1, UNKNOWN]], dtype=np.uint8))


def test_classes_are_drawn_in_colours_of_their_own() -> None:
    picture = Image.new("RGB", (4, 1), (100, 100, 100))
    drawn = np.asarray(_true_masks.drawn(picture, np.array([[0, 1, 2, UNKNOWN]], dtype=np.uint8)))[0].tolist()
    assert drawn[0] == [100, 100, 100]
    assert len(set(map(tuple, drawn))) == 4
    assert len(set(drawn[3])) == 1
