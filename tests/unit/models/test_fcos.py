"""FCOS's losses are torchvision's; its boxes are where places and distances say."""

from types import SimpleNamespace

import pytest
import torch
from torchvision.models.detection.fcos import FCOS, FCOSHead

from ptstudio.models._fcos import NO_LIMIT, RADIUS, Pointed, at_all_places
from tests.helpers.detectors import PX, drawn_things

KINDS = 2
SIDES = (8, 4, 2)
MAPS = [torch.zeros(1, 1, side, side) for side in SIDES]
COUNTS = [side * side for side in SIDES]


def said(pictures: int, seed: int = 0) -> Pointed:
    dice = torch.Generator().manual_seed(seed)
    logits, distances, centred = (torch.randn(pictures, sum(COUNTS), size, generator=dice) for size in (KINDS, 4, 1))
    return Pointed(logits, distances.abs(), centred.squeeze(-1), *at_all_places(MAPS))


@pytest.mark.parametrize("seed", range(4))
def test_the_loss_is_that_of_torchvision(seed: int) -> None:
    _, boxes, classes = drawn_things(1, seed)
    own = said(1, seed)
    middle, half = own.places[:, :2] * PX, own.places[:, 2:] * PX / 2
    theirs = SimpleNamespace(center_sampling_radius=RADIUS, head=FCOSHead(32, 1, KINDS))
    outputs = {
        "cls_logits": own.logits,
        "bbox_regression": own.distances,
        "bbox_ctrness": own.centred.unsqueeze(-1),
    }
    targets = [{"boxes": boxes[0] * PX, "labels": classes[0]}]
    expected = FCOS.compute_loss(theirs, targets, outputs, [torch.cat((middle - half, middle + half), dim=-1)], COUNTS)
    torch.testing.assert_close(own.loss(boxes, classes, None), sum(expected.values()), rtol=1e-4, atol=1e-4)


def test_each_place_is_in_the_middle_of_its_share_of_the_picture() -> None:
    places, reaches = at_all_places(MAPS)
    assert places[0].tolist() == [1 / 16, 1 / 16, 1 / 8, 1 / 8]
    assert places[1].tolist() == [3 / 16, 1 / 16, 1 / 8, 1 / 8], "row by row"
    assert places[-1].tolist() == [0.75, 0.75, 0.5, 0.5]
    assert reaches[0].tolist() == [0.0, 8.0]
    assert reaches[COUNTS[0]].tolist() == [4.0, 8.0]
    assert reaches[-1].tolist() == [4.0, NO_LIMIT]


def test_a_box_is_as_far_away_as_its_place_says_and_cut_off_at_the_edges() -> None:
    own = said(1)
    own.distances[0, 0] = torch.tensor([0.25, 0.5, 1.0, 2.0])
    own.distances[0, 1] = 50.0
    boxes, _ = own.candidates()
    torch.testing.assert_close(boxes[0, 0], torch.tensor([1 / 32, 0.0, 3 / 16, 5 / 16]))
    assert boxes[0, 1].tolist() == [0, 0, 1, 1]


def test_of_several_things_a_place_stands_for_the_smallest() -> None:
    own = said(1)
    large, small = [0.0, 0.0, 0.5, 0.5], [0.15, 0.15, 0.35, 0.35]
    held = own._held(torch.tensor([large, small]))
    at = 8 * 1 + 1
    assert held[at] == 1
    assert own._held(torch.tensor([large]))[at] == 0
    assert own._held(torch.zeros(0, 4)).tolist() == [-1] * sum(COUNTS)


def test_what_is_far_from_the_middle_is_less_probable() -> None:
    own = said(1)
    near = own._replace(centred=torch.full_like(own.centred, 50.0)).candidates()[1]
    torch.testing.assert_close(near, own.logits.sigmoid().sqrt())
    assert bool((own._replace(centred=torch.full_like(own.centred, -50.0)).candidates()[1] < 1e-6).all())
