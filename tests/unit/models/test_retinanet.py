"""RetinaNet's losses and boxes are torchvision's, picture by picture."""

from types import SimpleNamespace

import pytest
import torch
from torchvision.models.detection._utils import Matcher
from torchvision.models.detection.retinanet import RetinaNet, RetinaNetHead

from ptstudio.models._anchors import at_all_places, usual_shapes
from ptstudio.models._retinanet import HOLDS, HOLDS_NOTHING, TIMES, Focused, retinanet_head
from tests.helpers.detectors import PX, drawn_things

KINDS = 2
STRIDES = (8, 16, 32)
CHANNELS = (24, 32, 48)


def said(pictures: int, seed: int = 0) -> Focused:
    dice = torch.Generator().manual_seed(seed)
    maps = [torch.zeros(1, 1, PX // stride, PX // stride) for stride in STRIDES]
    anchors = at_all_places(maps, usual_shapes(STRIDES, PX, TIMES[:1]))
    logits, steps = (torch.randn(pictures, len(anchors), numbers, generator=dice) for numbers in (KINDS, 4))
    return Focused(logits, steps, anchors)


@pytest.mark.parametrize("seed", range(3))
def test_the_loss_is_that_of_torchvision(seed: int) -> None:
    _, boxes, classes = drawn_things(4, seed)
    classes[3] = -1
    own = said(4, seed)
    targets = [
        {"boxes": each[kinds >= 0], "labels": kinds[kinds >= 0]} for each, kinds in zip(boxes, classes, strict=True)
    ]
    theirs = SimpleNamespace(
        proposal_matcher=Matcher(HOLDS, HOLDS_NOTHING, allow_low_quality_matches=True), head=RetinaNetHead(8, 3, KINDS)
    )
    outputs = {"cls_logits": own.logits, "bbox_regression": own.steps}
    expected = RetinaNet.compute_loss(theirs, targets, outputs, [own.anchors] * 4)
    torch.testing.assert_close(own.loss(boxes, classes, None), sum(expected.values()), rtol=1e-5, atol=1e-5)


def test_each_class_is_probable_by_itself() -> None:
    own = said(2)
    boxes, probabilities = own.candidates()
    torch.testing.assert_close(probabilities, own.logits.sigmoid())
    still = own._replace(steps=torch.zeros_like(own.steps)).candidates()[0]
    torch.testing.assert_close(still[0], own.anchors.clamp(0, 1))
    assert boxes.shape == still.shape


def test_at_first_nothing_is_probable() -> None:
    head = retinanet_head(CHANNELS, KINDS, usual_shapes((8, 16, 32, 64, 128), PX, TIMES)).eval()
    maps = [torch.rand(1, width, PX // stride, PX // stride) for width, stride in zip(CHANNELS, STRIDES, strict=True)]
    with torch.inference_mode():
        probabilities = head(maps).candidates()[1]
    assert 0.003 < float(probabilities.mean()) < 0.03, "so that the very many empty anchors do not outweigh the rest"
