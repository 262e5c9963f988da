"""Anchors lie where torchvision puts them; steps lead to boxes and back; every box has an anchor."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import box_iou

from ptstudio.models import _anchors
from ptstudio.models._anchors import BACKGROUND, BETWEEN, at_all_places, decoded, encoded, group_norm, laid_out, matched

PX = 64
STRIDES = (8, 16)
MAPS = [torch.zeros(1, 2, PX // stride, PX // stride) for stride in STRIDES]


def boxes_of(values: np.ndarray) -> torch.Tensor:
    """Boxes (M, 4) in 0…1, at least 0.02 wide and high, of any numbers in 0…1."""
    corners = torch.from_numpy(values).float().reshape(-1, 2, 2) * 0.98
    low, high = corners.amin(dim=1), corners.amax(dim=1)
    return torch.cat((low, high + 0.02), dim=1)


many_boxes = (
    st.integers(1, 6).flatmap(lambda count: arrays(np.float64, (count, 4), elements=st.floats(0, 1))).map(boxes_of)
)


def test_usual_shapes_have_their_areas_and_ratios() -> None:
    for stride, level in zip(STRIDES, _anchors.usual_shapes(STRIDES, PX, (4.0, 5.0)), strict=True):
        areas = [width * height for width, height in level]
        assert areas == pytest.approx([(times * stride / PX) ** 2 for times in (4, 5) for _ in range(3)])
        assert [height / width for width, height in level] == pytest.approx([0.5, 1, 2] * 2)


def test_they_lie_where_torchvision_puts_them_but_for_its_rounding() -> None:
    shapes = _anchors.usual_shapes(STRIDES, PX, (4.0,))
    generator = AnchorGenerator(tuple((4 * stride,) for stride in STRIDES), (_anchors.RATIOS,) * len(STRIDES))
    (expected,) = generator(ImageList(torch.zeros(1, 3, PX, PX), [(PX, PX)]), MAPS)
    own = at_all_places(MAPS, shapes) * PX
    counts = [len(level) * each.shape[-1] ** 2 for level, each in zip(shapes, MAPS, strict=True)]
    for found, theirs, stride in zip(torch.split(own, counts), torch.split(expected, counts), STRIDES, strict=True):
        # torchvision puts them at the upper left corner of a place, and rounds their edges.
        torch.testing.assert_close(found - stride / 2, theirs, atol=0.51, rtol=0)


def test_what_is_said_at_a_place_is_said_of_its_anchors() -> None:
    said = [torch.arange(2 * 6 * 3 * 4.0).reshape(2, 6, 3, 4), torch.zeros(2, 6, 1, 1)]
    found = laid_out(said, 3)
    assert found.shape == (2, 2 * (12 + 1), 3)
    anchors = torch.arange(24).reshape(3, 4, 2)
    for row in range(3):
        for column in range(4):
            for anchor in range(2):
                own = said[0][1, 3 * anchor : 3 * anchor + 3, row, column]
                assert torch.equal(found[1, anchors[row, column, anchor]], own)


@given(many_boxes, many_boxes)
def test_steps_lead_from_anchors_to_boxes(anchors: torch.Tensor, boxes: torch.Tensor) -> None:
    count = min(len(anchors), len(boxes))
    for weights in ((1.0, 1.0, 1.0, 1.0), (10.0, 10.0, 5.0, 5.0)):
        steps = encoded(boxes[:count], anchors[:count], weights)
        found = decoded(steps[None], anchors[:count], weights)[0]
        torch.testing.assert_close(found, boxes[:count], atol=1e-4, rtol=0)


def test_wild_steps_stay_in_the_picture() -> None:
    anchors = torch.tensor([[0.2, 0.2, 0.4, 0.4]])
    found = decoded(torch.full((1, 1, 4), 1e4), anchors, (1.0, 1.0, 1.0, 1.0))
    assert bool(((found >= 0) & (found <= 1)).all())


@given(many_boxes)
def test_every_anchor_stands_for_what_it_overlaps_and_every_box_has_one(boxes: torch.Tensor) -> None:
    anchors = at_all_places(MAPS, _anchors.usual_shapes(STRIDES, PX, (2.0, 4.0)))
    held, overlaps = matched(anchors, boxes, 0.5, 0.4), box_iou(boxes, anchors)
    best = overlaps.amax(dim=0)
    assert bool((overlaps.argmax(dim=0)[best >= 0.5] == held[best >= 0.5]).all())
    assert bool((best[held == BACKGROUND] < 0.4).all())
    assert bool(((best[held == BETWEEN] >= 0.4) & (best[held == BETWEEN] < 0.5)).all())
    for own in overlaps:
        assert bool((held[own == own.max()] >= 0).all()), "its best anchors hold something, if not always this box"


def test_without_boxes_all_is_background() -> None:
    held = matched(torch.rand(5, 4), torch.zeros(0, 4), 0.5, 0.4)
    assert held.tolist() == [BACKGROUND] * 5


@pytest.mark.parametrize("channels", [1, 6, 16, 24, 58, 256])
def test_the_normalisation_suits_any_width_and_knows_no_neighbours(channels: int) -> None:
    norm = group_norm(channels).eval()
    two = torch.rand(2, channels, 4, 4)
    torch.testing.assert_close(norm(two)[:1], norm(two[:1]))
