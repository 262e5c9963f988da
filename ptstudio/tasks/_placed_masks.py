"""Masks of pictures, moved as the pictures are: turned, cut and mirrored, with no value in between two classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._variation import seen_points

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

    from ptstudio.tasks._variation import View


def squeezed(mask: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A mask (height, width) as a square: each pixel is the one in whose middle it lies."""
    rows, columns = (
        np.minimum(((np.arange(side) + 0.5) * extent / side).astype(np.intp), extent - 1) for extent in mask.shape
    )
    square: NDArray[np.uint8] = mask[np.ix_(rows, columns)]
    return square


def seen_masks(masks: torch.Tensor, views: Sequence[View]) -> torch.Tensor:
    """Masks, uint8 (N, side, side), as they are seen in views of their pictures, uint8 (N, px, px); of what lies beyond
    a picture's edges nobody knows the class.
    """
    import torch
    from torch.nn import functional

    apart = masks.unsqueeze(1).float() - UNKNOWN  # so that what lies outside is 0
    seen = functional.grid_sample(apart, seen_points(views), "nearest", "zeros", align_corners=False)
    return (seen + UNKNOWN).squeeze(1).to(torch.uint8)
