"""Masks go where their pictures go."""

import math
import random

import numpy as np
import pytest
import torch
from torchvision.transforms.v2 import functional as transforms
from torchvision.tv_tensors import Mask

from ptstudio.core.pretrained import ImageInput
from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._placed_masks import seen_masks, squeezed
from ptstudio.tasks._variation import Variation, View, seen
from tests.helpers.areas import scene

PX = 32
PLAIN = ImageInput(px=PX, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def view_of(mask: np.ndarray, place: tuple[float, ...], px: int = PX) -> View:
    pixels = np.repeat(mask[..., None], 3, axis=2)
    return View(pixels, PLAIN.model_copy(update={"px": px}), place)


def test_as_it_is_nothing_changes() -> None:
    _, mask = scene(0, PX)
    assert np.array_equal(seen_masks(torch.from_numpy(mask)[None], [view_of(mask, View(mask, PLAIN).place)])[0], mask)


def test_a_mirrored_mask_is_the_one_of_torchvision() -> None:
    _, mask = scene(1, PX)
    masks = torch.from_numpy(mask)[None]
    mirrored = seen_masks(masks, [view_of(mask, (-1.0, 0.0, 0.0, 0.0, 1.0, 0.0))])
    assert torch.equal(mirrored, transforms.horizontal_flip(Mask(masks)).as_subclass(torch.Tensor))


@pytest.mark.parametrize("angle", [90, 30, -8])
def test_a_turned_mask_is_the_one_of_torchvision(angle: float) -> None:
    _, mask = scene(2, PX)
    masks = torch.from_numpy(mask)[None]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned = seen_masks(masks, [view_of(mask, (cos, -sin, 0.0, sin, cos, 0.0))])
    theirs = transforms.rotate(Mask(masks), angle, fill=UNKNOWN).as_subclass(torch.Tensor)
    assert (turned == theirs).float().mean() > 0.98  # a pixel whose middle falls on an edge may go either way


def test_what_lies_beyond_the_edges_is_not_known() -> None:
    mask = np.full((PX, PX), 3, dtype=np.uint8)
    (found,) = seen_masks(torch.from_numpy(mask)[None], [view_of(mask, (1.0, 0.0, 1.0, 0.0, 1.0, 0.0))])
    assert (found[:, : PX // 2] == 3).all()
    assert (found[:, PX // 2 :] == UNKNOWN).all()


def test_a_mask_follows_its_picture_however_it_varies() -> None:
    variation = Variation(crop=0.5, rotate=30, colour=0.0, mirror=True, upside_down=True)
    dice = random.Random(0)
    masks = [np.where(scene(seed, 3 * PX)[1] > 0, 200, 0).astype(np.uint8) for seed in range(8)]
    views = [variation.view(np.repeat(mask[..., None], 3, axis=2), PLAIN, dice) for mask in masks]
    shown = seen(views)[:, 0] * 255
    found = seen_masks(torch.from_numpy(np.stack(masks)), views)
    known = found != UNKNOWN
    assert known.float().mean() > 0.8
    apart = (shown - found.float())[known].abs()
    assert (apart < 150).float().mean() > 0.97  # but along outlines, where pictures are between two values


def test_squeezing_keeps_values_and_places() -> None:
    mask = np.array([[1, 2, 3, 4], [5, 6, 7, UNKNOWN]], dtype=np.uint8)
    assert squeezed(mask, 2).tolist() == [[2, 4], [6, UNKNOWN]]
    assert squeezed(mask, 4).tolist() == [[1, 2, 3, 4]] * 2 + [[5, 6, 7, UNKNOWN]] * 2
