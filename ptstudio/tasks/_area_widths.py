"""How wide the areas of masks are, where they are widest: of a road its breadth, of a leaf its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.shapes import UNKNOWN
from ptstudio.tasks._picture_size import SMALL_SHARE
from ptstudio.tasks._placed_masks import squeezed

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 512
"""Pixels of the square in which areas are measured."""


def widths_of(masks: Iterable[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """Width and area of all areas (areas, 2), as shares of the sides and of the whole of the squares that pictures are
    squeezed into; `masks` are uint8 (height, width).
    """
    found = [area for mask in masks for area in _areas(squeezed(mask, SIDE))]
    return np.array(found, dtype=np.float64).reshape(-1, 2) / (SIDE, SIDE**2)


def narrow(widths: NDArray[np.float64]) -> float:
    """The width that a tenth of all that is marked is below; 1 where nothing is marked. Specks hardly count."""
    if not len(widths):
        return 1.0
    ordered = widths[widths[:, 0].argsort()]
    marked = ordered[:, 1].cumsum()
    return float(ordered[np.searchsorted(marked, SMALL_SHARE * marked[-1]), 0])


def _areas(square: NDArray[np.uint8]) -> Iterator[tuple[float, int]]:
    """Width and number of pixels of each connected area."""
    import cv2
    from scipy import ndimage

    for number in np.unique(square):
        if 0 < number < UNKNOWN:
            inside = np.pad(square == number, 1).astype(np.uint8)
            count, labels = cv2.connectedComponents(inside)
            from_edge = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
            deepest = ndimage.maximum(from_edge, labels, range(1, count))
            pixels = np.bincount(labels.ravel(), minlength=count)[1:]
            yield from zip(2 * np.asarray(deepest) - 1, pixels.tolist(), strict=True)
