"""Which class the pixels of pictures were taken for, and which they are, as counts of each picture and small masks.

Maps of classes hold 0 for the background, k for the k-th class and `UNKNOWN` where nobody knows; those pixels are left
out of all counts.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np

from ptstudio.core.shapes import UNKNOWN

CONFUSION, BOUNDARY = "confusion", "boundary"
"""Pixels of each class (rows, the background first) that were taken for each (columns), int32 (pictures, classes + 1,
classes + 1); and of each class the pixels of outlines that were drawn, those of them that are right, the pixels of true
outlines, and those of them that were drawn, int32 (pictures, classes, 4).
"""
SAID_PNG, TRUE_PNG = "said_png", "true_png"
"""Small masks, PNGs in base64, (pictures,) bytes, of the proportions of the picture."""
SIZES, SHARES, CONFIDENCE = "sizes", "shares", "confidence"
"""Width and height of each picture, (pictures, 2); the share of its pixels that was taken for each class, the
background first, (pictures, classes + 1); and the mean probability of what was said, (pictures,).
"""
LONGEST = 160
"""Pixels of the longer side of small masks."""
DRAWN, DRAWN_RIGHT, THERE, THERE_FOUND = range(4)
_FORGIVEN = 0.0075
"""How far an outline may be off, as a share of the picture's diagonal (Csurka et al. 2013, “What is a good evaluation
measure for semantic segmentation?”).
"""


def said(
    maps: Sequence[np.ndarray],
    confidence: Sequence[float],
    sizes: Sequence[Sequence[int]],
    classes: int,
    longest: int = LONGEST,
) -> dict[str, np.ndarray]:
    """Evidence of maps of what was said, each (height, width), one for each picture; its masks are at most so long."""
    shares = [np.bincount(each.ravel(), minlength=classes + 1) / max(1, each.size) for each in maps]
    return {
        SAID_PNG: _pngs(maps, sizes, longest),
        SIZES: np.array(sizes, np.int64).reshape(-1, 2),
        SHARES: np.array(shares).reshape(-1, classes + 1),
        CONFIDENCE: np.array(confidence, np.float32),
    }


def judged(
    maps: Sequence[np.ndarray],
    true: Sequence[np.ndarray],
    confidence: Sequence[float],
    sizes: Sequence[Sequence[int]],
    classes: int,
) -> dict[str, np.ndarray]:
    """The same with what is there; both maps of a picture are of one size."""
    pairs = list(zip(maps, true, strict=True))
    return {
        **said(maps, confidence, sizes, classes),
        TRUE_PNG: _pngs(true, sizes, LONGEST),
        CONFUSION: np.array([confusion(*pair, classes) for pair in pairs], np.int32).reshape(-1, *[classes + 1] * 2),
        BOUNDARY: np.array([boundary(*pair, classes) for pair in pairs], np.int32).reshape(-1, classes, 4),
    }


def confusion(said: np.ndarray, true: np.ndarray, classes: int) -> np.ndarray:
    """How many pixels of each class were taken for each, int64 (classes + 1, classes + 1)."""
    is_known = true != UNKNOWN
    places = true[is_known].astype(np.int64) * (classes + 1) + said[is_known]
    return np.bincount(places, minlength=(classes + 1) ** 2).reshape(classes + 1, classes + 1)


def boundary(said: np.ndarray, true: np.ndarray, classes: int) -> np.ndarray:
    """How well the outlines of each class fit, int64 (classes, 4); edges of the picture are no outlines."""
    counts = np.zeros((classes, 4), np.int64)
    forgiven = max(1.0, _FORGIVEN * float(np.hypot(*true.shape)))
    is_known = true != UNKNOWN
    for kind in range(1, classes + 1):
        is_said, is_there = said == kind, true == kind
        if (place := _around(is_said | is_there, int(forgiven) + 2)) is not None:
            drawn, there = _outline(is_said[place]), _outline(is_there[place])
            hits = drawn & _near(there, forgiven) & is_known[place]
            found = there & _near(drawn, forgiven)
            counts[kind - 1] = [int(each.sum()) for each in (drawn & is_known[place], hits, there, found)]
    return counts


def png(map_: np.ndarray, size: Sequence[int], longest: int = LONGEST) -> bytes:
    """A map as a grey PNG in base64, of the proportions of a picture of this width and height, at most so long."""
    import cv2

    width, height = size
    scale = min(1.0, longest / max(width, height))
    columns, rows = (max(1, round(side * scale)) for side in (width, height))
    places = [
        ((np.arange(new) + 0.5) * old / new).astype(np.int64)
        for new, old in ((rows, map_.shape[0]), (columns, map_.shape[1]))
    ]
    _, encoded = cv2.imencode(".png", map_[np.ix_(*places)].astype(np.uint8))
    return base64.b64encode(encoded.tobytes())


def _pngs(maps: Sequence[np.ndarray], sizes: Sequence[Sequence[int]], longest: int) -> np.ndarray:
    return np.array([png(each, size, longest) for each, size in zip(maps, sizes, strict=True)], np.bytes_)


def _around(inside: np.ndarray, margin: int) -> tuple[slice, slice] | None:
    """The part of a picture that holds an area and so many pixels around it; nothing where there is no area."""
    rows, columns = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return (
        slice(max(0, rows[0] - margin), rows[-1] + margin + 1),
        slice(max(0, columns[0] - margin), columns[-1] + margin + 1),
    )


def _outline(inside: np.ndarray) -> np.ndarray:
    """The pixels of an area that touch others by a side."""
    import cv2

    flat = inside.astype(np.uint8)
    return (flat - cv2.erode(flat, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))).astype(bool)


def _near(outline: np.ndarray, distance: float) -> np.ndarray:
    """The pixels within a distance of those of an outline."""
    import cv2

    reach = np.arange(-int(distance), int(distance) + 1)
    disc = np.hypot(reach[:, None], reach) <= distance
    return np.asarray(cv2.dilate(outline.astype(np.uint8), disc.astype(np.uint8))).astype(bool)
