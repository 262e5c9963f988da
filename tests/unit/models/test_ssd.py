"""SSD's losses are torchvision's, but that some anchors without anything are always learned from."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import nn
from torchvision.models.detection._utils import BoxCoder
from torchvision.models.detection.ssd import SSD

from ptstudio.models._anchors import at_all_places, matched, usual_shapes
from ptstudio.models._ssd import FEWEST_NEGATIVES, NEGATIVES, OVERLAP, TIMES, WEIGHTS, MultiBox, ssdlite_head
from tests.helpers.detectors import PX, drawn_things

KINDS = 2
STRIDES = (4, 8, 16)


def said(pictures: int, seed: int = 0) -> MultiBox:
    dice = torch.Generator().manual_seed(seed)
    maps = [torch.zeros(1, 1, PX // stride, PX // stride) for stride in STRIDES]
    anchors = at_all_places(maps, usual_shapes(STRIDES, PX, TIMES))
    logits, steps = (torch.randn(pictures, len(anchors), numbers, generator=dice) for numbers in (1 + KINDS, 4))
    return MultiBox(logits, steps, anchors)


@pytest.mark.parametrize("seed", range(4))
def test_the_loss_is_that_of_torchvision(seed: int) -> None:
    _, boxes, classes = drawn_things(1, seed)
    own = said(1, seed)
    held = matched(own.anchors, boxes[0], OVERLAP, OVERLAP)
    assert int((held >= 0).sum()) * NEGATIVES >= FEWEST_NEGATIVES
    theirs = SimpleNamespace(box_coder=BoxCoder(WEIGHTS), neg_to_pos_ratio=NEGATIVES)
    outputs = {"cls_logits": own.logits, "bbox_regression": own.steps}
    targets = [{"boxes": boxes[0], "labels": classes[0] + 1}]
    expected = SSD.compute_loss(theirs, targets, outputs, [own.anchors], [held])
    torch.testing.assert_close(own.loss(boxes, classes, None), sum(expected.values()), rtol=1e-5, atol=1e-5)


def test_in_a_picture_without_things_the_hardest_are_learned_from() -> None:
    own = said(1)
    nothing = torch.zeros(len(own.anchors), dtype=torch.long)
    wrong = nn.functional.cross_entropy(own.logits[0], nothing, reduction="none")
    expected = wrong.topk(FEWEST_NEGATIVES).values.sum()
    torch.testing.assert_close(own.loss(torch.zeros(1, 0, 4), torch.zeros(1, 0, dtype=torch.long), None), expected)


def test_the_classes_and_nothing_share_what_is_probable() -> None:
    own = said(2)
    probabilities = own.candidates()[1]
    torch.testing.assert_close(probabilities, own.logits.softmax(dim=-1)[..., 1:])


def test_it_looks_at_two_maps_of_the_backbone_and_at_ever_smaller_ones() -> None:
    strides = (16, 32, 64, 128, 256, 512)
    head: Any = ssdlite_head((24, 32, 48), KINDS, usual_shapes(strides, 320, TIMES)).eval()
    with torch.inference_mode():
        own = head([torch.rand(1, 24, 40, 40), torch.rand(1, 32, 20, 20), torch.rand(1, 48, 10, 10)])
    places = [20**2, 10**2, 5**2, 3**2, 2**2, 1]
    assert len(own.anchors) == own.logits.shape[1] == own.steps.shape[1] == 6 * sum(places)
