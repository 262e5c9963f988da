"""What a detector says of a batch of pictures, whatever its design: it knows its own loss, and what it has found.

Boxes are relative to the picture: left, top, right, bottom from 0 to 1, so that squeezing a picture changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import torch

NOTHING = -1
"""The class of a place in a batch where there is no thing, since other pictures hold more."""


def mean_loss(
    of_one: Callable[[int, torch.Tensor, torch.Tensor], torch.Tensor], boxes: torch.Tensor, classes: torch.Tensor
) -> torch.Tensor:
    """The mean over pictures of what `of_one` says of each: by its number, its boxes (M, 4) and their classes (M,),
    of a batch of boxes (N, most, 4) and classes (N, most) with `NOTHING` where there is none.
    """
    import torch

    losses = []
    for picture, own in enumerate(classes):
        there = own > NOTHING
        losses.append(of_one(picture, boxes[picture][there], own[there]))
    return torch.stack(losses).mean()


class Detections(Protocol):
    """Tensors whose first axis is the picture, as a named tuple. With `is_apart`, each thing is found once; without,
    what overlaps has to be suppressed.
    """

    @property
    def is_apart(self) -> bool:
        """Whether each thing is found once."""
        ...

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """The mean over pictures of how wrong it is, a scalar. True boxes (N, most, 4), their classes (N, most) with
        `NOTHING` where there is none; `weights` (classes,) say how much each class counts.
        """
        ...

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Boxes (N, places, 4), and how probable each class is at each of them (N, places, classes), float32."""
        ...
