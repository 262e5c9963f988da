"""Masks of pictures, moved as the pictures are: turned, cut and mirrored, without a value in between two classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ptstudio.core.shapes import UNKNOWN

if TYPE_CHECKING:
    import torch


def placed(masks: torch.Tensor, places: Sequence[tuple[float, ...]], px: int) -> torch.Tensor:
    """Masks, uint8 (N, side, side), as they are seen at `places` (`View.place`), uint8 (N, px, px).

    Of what lies outside of a picture nobody knows the class.
    """
    import torch
    from torch.nn import functional

    maps = torch.tensor(places).view(-1, 2, 3)
    points = functional.affine_grid(maps, [len(masks), 1, px, px], align_corners=False)
    apart = masks.unsqueeze(1).float() - UNKNOWN  # what lies outside is 0
    seen = functional.grid_sample(apart, points, "nearest", "zeros", align_corners=False)
    return (seen + UNKNOWN).squeeze(1).to(torch.uint8)
