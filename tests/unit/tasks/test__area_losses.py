"""Losses of pixels and areas: plain definitions, and what pictures, parts of batches and unknown pixels do to them."""

from collections.abc import Callable

import pytest
import torch
from torch.nn import functional

from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._area_losses import cross_entropy, dice, focal

Loss = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
LOSSES = (cross_entropy, focal, dice)
N, KINDS, PX = 4, 3, 6


@pytest.fixture
def said() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    dice_ = torch.Generator().manual_seed(0)
    logits = torch.randn(N, KINDS, PX, PX, generator=dice_)
    truths = torch.randint(0, KINDS, (N, PX, PX), generator=dice_).to(torch.uint8)
    return logits, truths, torch.ones(N, KINDS)


Said = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def test_cross_entropy_is_torchs(said: Said) -> None:
    logits, truths, weights = said
    torch.testing.assert_close(cross_entropy(*said), functional.cross_entropy(logits, truths.long()))
    known = truths.clone()
    known[:, 0] = UNKNOWN
    theirs = functional.cross_entropy(logits, known.long(), ignore_index=UNKNOWN)
    torch.testing.assert_close(cross_entropy(logits, known, weights), theirs)


def test_focal_counts_what_is_told_well_less(said: Said) -> None:
    _, truths, weights = said
    assert focal(*said) < cross_entropy(*said)
    sure = 5 * functional.one_hot(truths.long(), KINDS).permute(0, 3, 1, 2).float()
    assert focal(sure, truths, weights) < 0.01 * cross_entropy(sure, truths, weights)


def test_dice_of_two_halves() -> None:
    truths = torch.zeros(1, 2, 8, dtype=torch.uint8)
    truths[..., 4:] = 1
    logits = torch.zeros(1, 2, 2, 8)
    logits[:, 1, :, 2:] = 1000  # all of it is found, and half as much again
    logits[:, 0, :, :2] = 1000
    background, area = (2 * 4 + 1) / (4 + 8 + 1), (2 * 8 + 1) / (12 + 8 + 1)
    assert dice(logits, truths, torch.ones(1, 2)) == pytest.approx(1 - (background + area) / 2)
    assert dice(logits, truths, torch.tensor([[0.0, 1.0]])) == pytest.approx(1 - area)


@pytest.mark.parametrize("loss", LOSSES)
def test_means_over_parts_of_a_batch_add_up(loss: Loss, said: Said) -> None:
    first, second = ([tensor[part] for tensor in said] for part in (slice(0, 1), slice(1, N)))
    whole = (loss(*first) * 1 + loss(*second) * (N - 1)) / N
    torch.testing.assert_close(loss(*said), whole)


@pytest.mark.parametrize("loss", LOSSES)
def test_unknown_pixels_change_nothing(loss: Loss, said: Said) -> None:
    logits, truths, weights = said
    truths[:, :2] = UNKNOWN
    other = logits.clone()
    other[:, :, :2] = 100 * torch.randn(N, KINDS, 2, PX)
    torch.testing.assert_close(loss(logits, truths, weights), loss(other, truths, weights))
    truths[:] = UNKNOWN
    assert loss(logits, truths, weights) == 0


@pytest.mark.parametrize("loss", LOSSES)
def test_being_right_and_sure_costs_nothing_and_being_wrong_much(loss: Loss, said: Said) -> None:
    _, truths, weights = said
    right = 100 * functional.one_hot(truths.long(), KINDS).permute(0, 3, 1, 2).float()
    assert loss(right, truths, weights) == pytest.approx(0, abs=1e-4)
    assert loss(right.roll(1, dims=1), truths, weights) > 0.5


@pytest.mark.parametrize("loss", [cross_entropy, focal])
def test_weights_make_a_class_count_more(loss: Loss, said: Said) -> None:
    logits, truths, weights = said
    heavier = weights * torch.tensor([1.0, 1.0, 3.0])
    assert loss(logits, truths, heavier) > loss(logits, truths, weights)
    torch.testing.assert_close(loss(logits, truths, 2 * weights), 2 * loss(logits, truths, weights))
