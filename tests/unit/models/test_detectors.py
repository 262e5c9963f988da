"""Detectors of every design, on a small backbone: they say something of any picture, and they learn."""

from typing import Any, get_args

import pytest
import torch
from torchvision.ops import box_iou

from ptstudio.models import _faster_rcnn
from ptstudio.models._anchors import usual_shapes
from ptstudio.models._detections import NOTHING
from ptstudio.models._detectors import ANCHORS, DESIGNS, DesignKey, detector_head, with_design
from ptstudio.tasks._found import found
from tests.helpers.detectors import PX, designed, drawn_things, tiny_detector
from tests.helpers.pretrained import model

KINDS = 2
KEYS = sorted(DESIGNS)
ANCHORED = [key for key in KEYS if DESIGNS[key].anchors]


def detections(key: DesignKey, pictures: torch.Tensor) -> Any:
    return tiny_detector(key).eval()(pictures)


def test_every_design_has_facts() -> None:
    assert set(DESIGNS) == set(get_args(DesignKey))
    for design in DESIGNS.values():
        assert design.title
        assert list(design.strides) == [design.strides[0] * 2**level for level in range(len(design.strides))]


def test_a_design_is_put_into_the_config_and_what_is_more() -> None:
    made = with_design(model(config={"depth": 3}), "fcos", anchors=[])
    assert made.config == {"depth": 3, "design": "fcos", ANCHORS: []}
    assert model(config={"depth": 3}).config == {"depth": 3}


@pytest.mark.parametrize("key", ANCHORED)
def test_shapes_of_anchors_may_come_from_the_data(key: DesignKey) -> None:
    design = DESIGNS[key]
    shapes = usual_shapes(design.strides, PX, (1.0,) * (design.anchors // 3))
    head: Any = detector_head(designed(key, anchors=shapes), (16, 24, 32, 48), KINDS)
    assert head.shapes == shapes
    usual: Any = detector_head(designed(key), (16, 24, 32, 48), KINDS)
    assert [len(level) for level in usual.shapes] == [design.anchors] * len(design.strides)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("px", [64, 96])
def test_what_it_says_fits_together_at_any_size(key: DesignKey, px: int) -> None:
    with torch.inference_mode():
        said = tiny_detector(key, px=px).eval()(torch.rand(3, 3, px, px))
        boxes, probabilities = said.candidates()
    assert not said.is_apart
    assert boxes.shape[0] == probabilities.shape[0] == len(said[0]) == 3
    assert boxes.shape[1:] == (probabilities.shape[1], 4)
    assert probabilities.shape[2] == KINDS
    assert boxes.dtype == probabilities.dtype == torch.float32
    for values in (boxes, probabilities):
        assert bool(((values >= 0) & (values <= 1)).all())
    assert bool((boxes[..., 2:] >= boxes[..., :2]).all())


@pytest.mark.parametrize("key", KEYS)
def test_neighbours_in_a_batch_change_nothing(key: DesignKey) -> None:
    pictures, boxes, classes = drawn_things(3)
    detector = tiny_detector(key).train()
    with torch.no_grad():
        together = detector(pictures)
        alone = [detector(pictures[at : at + 1]) for at in range(3)]
    losses = [said.loss(boxes[at : at + 1], classes[at : at + 1], None) for at, said in enumerate(alone)]
    torch.testing.assert_close(together.loss(boxes, classes, None), torch.stack(losses).mean(), rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(together.candidates()[1][1], alone[1].candidates()[1][0], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("key", KEYS)
def test_pictures_without_any_thing_can_be_learned_from(key: DesignKey) -> None:
    pictures, boxes, classes = drawn_things(2)
    detector = tiny_detector(key).train()
    nothing = torch.full_like(classes, NOTHING)
    empty = detector(pictures).loss(boxes * 0 - 1, nothing, None)
    torch.autograd.backward(empty)
    assert bool(empty > 0)
    gradients = [parameter.grad for parameter in detector.get_submodule("backbone").parameters()]
    assert any(gradient is not None and bool((gradient != 0).any()) for gradient in gradients)
    assert all(gradient is None or bool(gradient.isfinite().all()) for gradient in gradients)
    with torch.no_grad():
        none_at_all = detector(pictures).loss(boxes[:, :0], classes[:, :0], None)
    torch.testing.assert_close(none_at_all, empty.detach())


@pytest.mark.parametrize("key", KEYS)
def test_room_that_nothing_fills_counts_nothing(key: DesignKey) -> None:
    pictures, boxes, classes = drawn_things(2)
    with torch.no_grad():
        said = detections(key, pictures)
    wider = torch.cat((boxes, torch.full((2, 3, 4), -1.0)), dim=1)
    roomy = torch.cat((classes, torch.full((2, 3), NOTHING)), dim=1)
    torch.testing.assert_close(said.loss(wider, roomy, None), said.loss(boxes, classes, None))


@pytest.mark.parametrize("key", KEYS)
def test_weights_count_their_classes(key: DesignKey) -> None:
    pictures, boxes, classes = drawn_things(2)
    with torch.no_grad():
        said = detections(key, pictures)
    plain = said.loss(boxes, classes, None)
    torch.testing.assert_close(said.loss(boxes, classes, torch.ones(KINDS)), plain)
    assert said.loss(boxes, classes, torch.tensor([3.0, 3.0])) > plain


@pytest.mark.parametrize("key", KEYS)
def test_a_step_lowers_the_loss(key: DesignKey) -> None:
    pictures, boxes, classes = drawn_things(2)
    detector = tiny_detector(key).train()
    descent = torch.optim.SGD(detector.parameters(), lr=1e-3)
    losses = []
    for _ in range(2):
        loss = detector(pictures).loss(boxes, classes, None)
        descent.zero_grad()
        torch.autograd.backward(loss)
        descent.step()
        losses.append(float(loss.detach()))
    assert losses[1] < losses[0]


@pytest.mark.parametrize("key", KEYS)
def test_three_pictures_are_learned_by_heart(key: DesignKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_faster_rcnn, "LOOKED_AT", 40)
    pictures, boxes, classes = drawn_things(3)
    detector = tiny_detector(key).train()
    descent = torch.optim.AdamW(detector.parameters(), lr=3e-3)
    for _ in range(100):
        loss = detector(pictures).loss(boxes, classes, None)
        descent.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(detector.parameters(), 5.0)
        descent.step()
    with torch.inference_mode():
        things = found(detector.eval()(pictures))
    for at in range(3):
        there = classes[at] >= 0
        count = int(there.sum())
        overlaps = box_iou(boxes[at][there], things.boxes[at][:count])
        assert bool((overlaps.amax(dim=1) > 0.5).all()), overlaps
        assert things.classes[at][overlaps.argmax(dim=1)].tolist() == classes[at][there].tolist()
        assert bool((things.scores[at][:count] > 0.3).all())
        assert bool((things.scores[at][count:] < things.scores[at][:count].min()).all())
