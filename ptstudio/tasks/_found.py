"""From what a detector says of every place to the things in a picture: a fixed number for each, most of them nothing.

One way for evaluation, prediction and export.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ptstudio.models import _suppression

if TYPE_CHECKING:
    import torch

    from ptstudio.models._detections import Detections

MOST = 300
"""So many things are found in a picture at most, and so many of a class judged. COCO's own program stops at 100, which
its pictures never hold; those of cells or seeds do, and counting would end there.
"""
COMPARED = 1000
"""So many of the most probable ones are compared with each other."""
LEAST = 0.01
"""What is less probable is not told."""
OVERLAP = 0.5
"""Of two of a class that overlap by more (IoU), one is the other."""


class Found(NamedTuple):
    """Boxes (N, most, 4) relative to the picture, how probable each is (N, most), the highest first and 0 for nothing,
    and the numbers of their classes (N, most).
    """

    boxes: torch.Tensor
    scores: torch.Tensor
    classes: torch.Tensor


def found(said: Detections) -> Found:
    """The things in each picture."""
    boxes, probabilities = said.candidates()
    kinds = probabilities.shape[-1]
    scores, at = probabilities.flatten(1).topk(min(COMPARED, probabilities.shape[1] * kinds), dim=1)
    boxes, classes = _suppression.chosen(boxes, at // kinds), at % kinds
    if said.is_apart:
        return Found(boxes[:, :MOST], scores[:, :MOST], classes[:, :MOST])
    places, best = _suppression.best_apart(boxes, scores, classes, OVERLAP, MOST)
    return Found(_suppression.chosen(boxes, places), best, _suppression.chosen(classes, places))


def in_pixels(things: Found, sizes: np.ndarray) -> list[np.ndarray]:
    """The things of each picture of a batch, of these sizes (N, 2), as evidence has them."""
    boxes = things.boxes.cpu().numpy() * np.tile(sizes, 2)[:, None]
    return of_arrays({"boxes": boxes, "scores": things.scores.cpu().numpy(), "classes": things.classes.cpu().numpy()})


def of_arrays(said: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """The same from `boxes` (N, most, 4) in pixels, `scores` and `classes` (N, most)."""
    rows = np.concatenate((said["boxes"], said["classes"][..., None], said["scores"][..., None]), axis=-1)
    return [things[things[:, -1] >= LEAST] for things in rows.astype(np.float32)]
