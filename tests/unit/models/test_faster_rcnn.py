"""Faster R-CNN looks where torchvision looks, and learns what draws by lot teach on average."""

import pytest
import torch
from torchvision.models.detection._utils import BalancedPositiveNegativeSampler
from torchvision.ops import MultiScaleRoIAlign, box_iou

from ptstudio.models import _faster_rcnn
from ptstudio.models._anchors import at_all_places, usual_shapes
from ptstudio.models._faster_rcnn import (
    FIRST_DRAW,
    FIRST_SHARE,
    LOOKED_AT,
    PROPOSALS_APART,
    SIDE,
    TwoLooks,
    looked_at,
    proposals,
)

PX = 512


def places(pictures: int, count: int) -> torch.Tensor:
    """Boxes of all sizes, some of them flat, within the picture."""
    dice = torch.Generator().manual_seed(0)
    corners = torch.rand(pictures, count, 2, generator=dice) * 0.1
    sides = 2 ** -(8 * torch.rand(pictures, count, 2, generator=dice))
    return torch.cat((corners, corners + sides), dim=-1).clamp(0, 1)


def test_it_looks_at_places_as_torchvision_does() -> None:
    torch.manual_seed(0)
    levels = [torch.rand(2, 5, PX // stride, PX // stride) for stride in (8, 16, 32)]
    boxes = places(2, 60)
    align = MultiScaleRoIAlign([str(at) for at in range(3)], SIDE, sampling_ratio=2)
    named = {str(at): level for at, level in enumerate(levels)}
    expected = align(named, list(boxes * PX), [(PX, PX)] * 2)
    assert len({int(level) for level in align.map_levels(list(boxes * PX))}) == 3
    torch.testing.assert_close(looked_at(levels, boxes, PX), expected, atol=1e-4, rtol=1e-4)


def test_without_a_map_there_is_nothing_to_look_at() -> None:
    with pytest.raises((ValueError, IndexError)):
        looked_at([], places(1, 2), PX)


@pytest.mark.parametrize("found", [0, 3, 40, 300])
def test_what_counts_is_the_mean_over_draws(found: int) -> None:
    torch.manual_seed(found)
    wrong = torch.rand(900)
    held = torch.zeros(900)
    held[:found] = 1
    held[found : found + 50] = -1  # neither
    wrong[:found] += 3
    lot = BalancedPositiveNegativeSampler(FIRST_DRAW, FIRST_SHARE)
    draws = []
    for _ in range(3000):
        with_things, without = lot([held])
        draws.append(wrong[(with_things[0] + without[0]).bool()].mean())
    expected = torch.stack(draws).mean()
    own = _faster_rcnn._drawn(wrong, held == 1, held == 0, FIRST_DRAW, FIRST_SHARE)
    torch.testing.assert_close(own, expected, rtol=3e-3, atol=0)


def test_where_nothing_is_nothing_counts() -> None:
    none = torch.zeros(4, dtype=torch.bool)
    assert _faster_rcnn._drawn(torch.rand(4), none, none, 8, 0.5) == 0


def test_proposals_are_the_most_likely_places_that_are_apart() -> None:
    torch.manual_seed(0)
    maps = [torch.zeros(1, 1, side, side) for side in (16, 8)]
    anchors = at_all_places(maps, usual_shapes((4, 8), 64, (4.0,)))
    objectness = torch.randn(2, len(anchors))
    found = proposals(objectness, torch.zeros(2, len(anchors), 4), anchors)
    assert found.shape == (2, LOOKED_AT, 4)
    for picture in range(2):
        best = anchors[objectness[picture].argmax()].clamp(0, 1)
        torch.testing.assert_close(found[picture, 0], best)
        first = found[picture, :50]
        apart = box_iou(first, first) - torch.eye(50)
        assert float(apart.max()) <= PROPOSALS_APART + 1e-4


def test_the_box_of_the_most_probable_class_is_told() -> None:
    flat = torch.zeros(1, 1)
    steps = torch.zeros(1, 1, 3, 4)
    steps[0, 0, 2] = torch.tensor([5.0, 0.0, 0.0, 0.0])
    spot = torch.tensor([[[0.2, 0.2, 0.4, 0.4]]])
    logits = torch.tensor([[[0.0, 1.0, 2.0]]])
    said = TwoLooks(flat, torch.zeros(1, 1, 4), spot[0], spot, logits, steps)
    boxes, probabilities = said.candidates()
    torch.testing.assert_close(probabilities, logits.softmax(dim=-1)[..., 1:])
    torch.testing.assert_close(boxes[0, 0], torch.tensor([0.3, 0.2, 0.5, 0.4]))
