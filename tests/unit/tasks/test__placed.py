"""Boxes are where the things are that they hold, however a picture is shown."""

import math
import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision import tv_tensors
from torchvision.transforms.v2 import functional

from ptstudio.core.pretrained import ImageInput
from ptstudio.tasks._placed import LEAST_LEFT, LEAST_SIDE_PX, placed
from ptstudio.tasks._variation import Variation, View, seen

PX = 64
WANTED = ImageInput(px=PX, mean=(0, 0, 0), std=(1, 1, 1))
BLACK = np.zeros((PX, PX, 3), np.uint8)
share = st.floats(0, 0.7)
boxes = st.lists(st.tuples(share, share, st.floats(0.1, 0.3), st.floats(0.1, 0.3)), min_size=1, max_size=4).map(
    lambda found: np.array([(x, y, x + width, y + height) for x, y, width, height in found], np.float32)
)


def view(*place: float) -> View:
    return View(BLACK, WANTED, place)


@given(boxes, st.floats(-180, 180), st.floats(0.4, 2), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.booleans())
def test_they_are_where_torchvision_puts_them(
    found: np.ndarray, angle: float, scale: float, across: float, down: float, is_mirrored: bool
) -> None:
    turn = math.radians(angle)
    there = scale * np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    back = np.linalg.inv(there) * ([[-1], [1]] if is_mirrored else [[1], [1]])
    shift = -back @ (across, down)
    own, _ = placed(found, view(*back[0], shift[0], *back[1], shift[1]))

    theirs = tv_tensors.BoundingBoxes(torch.from_numpy(found) * PX, format="XYXY", canvas_size=(PX, PX))
    if is_mirrored:
        theirs = functional.horizontal_flip(theirs)
    move = [across * PX / 2, down * PX / 2]
    theirs = functional.affine(theirs, angle=angle, translate=move, scale=scale, shear=[0.0, 0.0])
    np.testing.assert_allclose(own * PX, torch.as_tensor(theirs).numpy(), atol=0.02)


@pytest.mark.parametrize("seed", range(20))
def test_they_are_where_the_picture_shows_the_thing(seed: int) -> None:
    dice = random.Random(seed)
    pixels = BLACK.copy()
    left, top = dice.randrange(4, 30), dice.randrange(4, 30)
    pixels[top : top + 20, left : left + 26] = 255
    wild = Variation(crop=0.3, rotate=0, colour=0, mirror=True, upside_down=True, shrink=0.5)
    shown = wild.view(pixels, WANTED, dice)
    thing = (np.array([[left, top, left + 26, top + 20]]) / PX).astype(np.float32)
    (box,), _ = placed(thing, shown)
    rows, columns = np.nonzero(seen([shown])[0, 0].numpy() > 0.75)
    edges = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    np.testing.assert_allclose(box * PX, edges, atol=1.01)


def test_as_it_is_nothing_moves() -> None:
    found = np.array([[0.1, 0.2, 0.5, 0.9], [0, 0, 1, 1]], np.float32)
    own, is_seen = placed(found, View(BLACK, WANTED))
    np.testing.assert_allclose(own, found, atol=1e-6)
    assert own.dtype == np.float32
    assert is_seen.tolist() == [True, True]


def test_what_is_cut_off_too_much_or_too_small_is_not_seen() -> None:
    left_half = view(1, 0, -1, 0, 1, 0)  # the picture's left half is seen on the right
    found = np.array([[0.3, 0.2, 0.6, 0.5], [0.4, 0.2, 0.9, 0.5], [0.6, 0.2, 0.9, 0.5]], np.float32)
    own, is_seen = placed(found, left_half)
    assert is_seen.tolist() == [True, False, False]
    assert 0.2 < LEAST_LEFT < 0.66, "what is left of the second and of the first"
    np.testing.assert_allclose(own[0], [0.8, 0.2, 1.0, 0.5], atol=1e-6)
    far = view(4, 0, 0, 0, 4, 0)
    sides = np.array([3.9, 4.1]) * LEAST_SIDE_PX / PX
    tiny = np.array([(0.5, 0.5, 0.5 + side, 0.9) for side in sides], np.float32)
    assert placed(tiny, far)[1].tolist() == [False, True]


def test_no_boxes_are_none() -> None:
    own, is_seen = placed(np.zeros((0, 4), np.float32), view(1, 0, 0, 0, 1, 0))
    assert own.shape == (0, 4)
    assert is_seen.shape == (0,)
