"""The boxes that a picture really holds: from a row of a revision to what a network is compared with, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.class_colours import colour_at
from ptstudio.tasks._box_evidence import NUMBERS
from ptstudio.tasks._placed import placed

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray
    from PIL import Image

    from ptstudio.tasks._task import Row
    from ptstudio.tasks._variation import View


def of_row(row: Row, view: View | None) -> dict[str, np.ndarray]:
    """`boxes` (M, 4) relative to what is seen of the picture, `classes` and `crowds` (M,), without those of which too
    little is seen; and the picture's `sizes`, width and height (2,).
    """
    size = np.array([row["width"], row["height"]], dtype=np.float32)
    boxes: NDArray[np.float32] = (np.array(row["boxes"]).reshape(-1, 4) / np.tile(size, 2)).astype(np.float32)
    classes, crowds = (np.array(row[name], dtype=np.int64) for name in ("label", "crowds"))
    if view is not None and len(boxes):
        boxes, is_seen = placed(boxes, view)
        boxes, classes, crowds = boxes[is_seen], classes[is_seen], crowds[is_seen]
    return {"boxes": boxes, "classes": classes, "crowds": crowds, "sizes": size}


def size_of(row: Row) -> tuple[int, int]:
    """Width and height of a row's picture; of one that a person gives, the file says it."""
    if "width" in row:
        return row["width"], row["height"]
    from pathlib import Path

    from ptstudio.data._image import picture_size

    size = picture_size(Path(row["path"]))
    return size.width, size.height


def things_of(row: Row) -> np.ndarray:
    """What is there in a row's picture, as evidence has it."""
    boxes = np.array(row["boxes"], dtype=np.float32).reshape(-1, 4)
    return np.column_stack((boxes, row["label"], 1 - np.array(row["crowds"]))).astype(np.float32)


def in_pixels(targets: Mapping[str, torch.Tensor]) -> list[np.ndarray]:
    """What is there in each picture of a batch, as evidence has it."""
    boxes, classes, crowds, sizes = (
        targets[name].cpu().float().numpy() for name in ("boxes", "classes", "crowds", "sizes")
    )
    found = []
    for own, kinds, many, size in zip(boxes, classes, crowds, sizes, strict=True):
        things = np.column_stack((own * np.tile(size, 2), kinds, 1 - many))
        found.append(things[kinds >= 0].reshape(-1, NUMBERS))
    return found


def drawn(picture: Image.Image, boxes: np.ndarray, classes: np.ndarray) -> Image.Image:
    """A picture with boxes (M, 4) relative to it, each class in its colour."""
    from PIL import ImageDraw

    picture = picture.copy()
    pencil, sides = ImageDraw.Draw(picture), np.tile(np.array(picture.size), 2)
    width = max(1, min(picture.size) // 120)
    for box, kind in zip(boxes * sides, classes, strict=True):
        pencil.rectangle(tuple(box.tolist()), outline=colour_at(int(kind)), width=width)
    return picture
