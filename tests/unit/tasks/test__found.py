"""What a detector says of every place becomes a list of things, the most probable first."""

from typing import NamedTuple

import numpy as np
import torch

from ptstudio.tasks import _found
from ptstudio.tasks._found import LEAST, MOST, OVERLAP, Found, found, in_pixels


class Said(NamedTuple):
    """Boxes and classes as they are given."""

    boxes: torch.Tensor
    probabilities: torch.Tensor
    is_told_apart: bool = False

    @property
    def is_apart(self) -> bool:
        return self.is_told_apart

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        raise NotImplementedError

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self.boxes, self.probabilities


TWO_NEAR = torch.tensor([[[0.1, 0.1, 0.4, 0.4], [0.1, 0.1, 0.41, 0.4], [0.6, 0.6, 0.9, 0.9]]])
CHANCES = torch.tensor([[[0.8, 0.1], [0.9, 0.2], [0.3, 0.7]]])


def test_of_two_of_a_class_that_overlap_one_is_found_and_the_classes_apart() -> None:
    things = found(Said(TWO_NEAR, CHANCES))
    torch.testing.assert_close(things.scores[0], torch.tensor([0.9, 0.7, 0.3, 0.2, 0.0, 0.0]))
    assert things.classes[0][:4].tolist() == [0, 1, 0, 1]
    assert torch.equal(things.boxes[0][:4], TWO_NEAR[0][[1, 2, 2, 1]])


def test_who_finds_each_thing_once_is_believed() -> None:
    things = found(Said(TWO_NEAR, CHANCES, is_told_apart=True))
    torch.testing.assert_close(things.scores[0], torch.tensor([0.9, 0.8, 0.7, 0.3, 0.2, 0.1]))


def test_there_are_so_many_at_most() -> None:
    dice = torch.Generator().manual_seed(0)
    corners = torch.rand(2, 300, 2, generator=dice) * 0.9
    boxes = torch.cat((corners, corners + 0.02), dim=-1)
    for is_apart in (True, False):
        things = found(Said(boxes, torch.rand(2, 300, 3, generator=dice), is_apart))
        assert (things.boxes.shape, things.scores.shape, things.classes.shape) == ((2, MOST, 4), (2, MOST), (2, MOST))
        assert bool((things.scores.diff(dim=1) <= 0).all())
    assert _found.COMPARED > MOST
    assert 0 < OVERLAP < 1


def test_in_pixels_of_each_picture_without_what_is_hardly_probable() -> None:
    things = Found(
        torch.tensor([[[0.0, 0.25, 0.5, 1.0], [0, 0, 1, 1]]] * 2),
        torch.tensor([[0.9, LEAST / 2], [LEAST, 0.0]]),
        torch.tensor([[1, 0], [2, 0]]),
    )
    first, second = in_pixels(things, np.array([[100, 40], [10, 20]]))
    np.testing.assert_allclose(first, [[0, 10, 50, 40, 1, 0.9]], rtol=1e-6)
    np.testing.assert_allclose(second, [[0, 5, 5, 20, 2, LEAST]], rtol=1e-6)
    assert first.dtype == np.float32
