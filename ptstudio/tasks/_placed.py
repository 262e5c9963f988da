"""Boxes in a picture that is shown otherwise than it is: where they are then; knows no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ptstudio.tasks._variation import View

LEAST_LEFT = 0.3
"""Of what is cut off at the edges, less than that of its area cannot be recognised any more."""
LEAST_SIDE_PX = 2.0


def placed(boxes: NDArray[np.float32], view: View) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Boxes (M, 4) relative to the picture (0 to 1) as they lie in the view, cut off at its edges; and whether enough
    of each is left (M,). A box that is turned becomes the upright one around it.
    """
    place = np.array(view.place, dtype=np.float64).reshape(2, 3)
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2) * 2.0 - 1.0
    seen = (corners - place[:, 2]) @ np.linalg.inv(place[:, :2]).T
    whole = np.concatenate((seen.min(axis=1), seen.max(axis=1)), axis=1) / 2 + 0.5
    cut = whole.clip(0, 1)
    sides = cut[:, 2:] - cut[:, :2]
    is_left = sides.prod(axis=1) >= LEAST_LEFT * (whole[:, 2:] - whole[:, :2]).prod(axis=1)
    return cut.astype(np.float32), is_left & (sides.min(axis=1, initial=1.0) * view.wanted.px >= LEAST_SIDE_PX)
