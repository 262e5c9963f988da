"""What is said of the pixels of a picture, from logits that are coarser than it; part of what is exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import torch


class Told(NamedTuple):
    """Of each pixel (N, rows, columns): the number of its best class, uint8, how probable that is, and by how much less
    the next best is.
    """

    classes: torch.Tensor
    probabilities: torch.Tensor
    margins: torch.Tensor


def upsampled(logits: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """Logits (N, outputs, …, …) in so many rows and columns."""
    from torch.nn import functional

    return functional.interpolate(logits, size=(rows, columns), mode="bilinear", align_corners=False)


def told(logits: torch.Tensor, rows: int, columns: int) -> Told:
    """What logits (N, outputs, …, …) say of pictures of so many rows and columns.

    Class by class, so that a large picture takes no more memory where there are many.
    """
    import torch

    best = upsampled(logits[:, :1], rows, columns)[:, 0]
    number = torch.zeros_like(best, dtype=torch.uint8)
    second, total = torch.full_like(best, -torch.inf), torch.ones_like(best)
    for at in range(1, logits.shape[1]):
        other = upsampled(logits[:, at : at + 1], rows, columns)[:, 0]
        higher = torch.maximum(best, other)
        total = total * (best - higher).exp() + (other - higher).exp()
        number = torch.where(other > best, torch.full_like(number, at), number)
        second = torch.maximum(second, torch.minimum(best, other))
        best = higher
    return Told(number, 1 / total, (1 - (second - best).exp()) / total)
