"""COCO's own evaluation of what was found in pictures, computed by `faster-coco-eval`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ptstudio.tasks._box_evidence import FOUND, KIND, SIZES, TRUE, unpacked
from ptstudio.tasks._box_matching import OVERLAPS
from ptstudio.tasks._found import MOST

ALL, SMALL, MEDIUM, LARGE = range(4)
"""Sizes of things, in this order."""
ABSENT = -1.0
"""What stands in place of figures of what does not occur."""


def precisions(evidence: Mapping[str, np.ndarray], kinds: int | None = None) -> np.ndarray:
    """The precision at each of the `OVERLAPS` and 101 recalls, of each class and size, (10, 101, classes, 4); ABSENT
    where there is nothing of a class or size.
    """
    from faster_coco_eval import COCO, COCOeval_faster

    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    highest = max((int(things[:, KIND].max(initial=0)) for things in (*found, *true)), default=0)
    frame = {
        "images": [
            {"id": number, "width": int(width), "height": int(height)}
            for number, (width, height) in enumerate(evidence[SIZES].tolist(), 1)
        ],
        "categories": [{"id": kind + 1, "name": str(kind)} for kind in range(kinds or highest + 1)],
    }
    there = COCO({**frame, "annotations": _described(true)})
    said = COCO({**frame, "annotations": _described(found)})
    judge = COCOeval_faster(there, said, "bbox")
    judge.params.iouThrs, judge.params.maxDets = OVERLAPS, [MOST]
    judge.evaluate()
    judge.accumulate()
    table: np.ndarray = judge.eval["precision"][..., -1]
    return table


def mean(precisions: np.ndarray) -> float:
    """The mean over what occurs; ABSENT where nothing does."""
    known = precisions[precisions > ABSENT]
    return float(known.mean()) if known.size else ABSENT


def _described(pictures: Sequence[np.ndarray]) -> list[dict[str, Any]]:
    """All things, as COCO's files describe them; of what is there, the last number tells whether it is one thing."""
    made: list[dict[str, Any]] = []
    for number, things in enumerate(pictures, 1):
        for left, top, right, bottom, kind, probability in things.astype(np.float64).tolist():
            made.append(
                {
                    "id": len(made) + 1,
                    "image_id": number,
                    "category_id": int(kind) + 1,
                    "bbox": [left, top, right - left, bottom - top],
                    "area": (right - left) * (bottom - top),
                    "score": probability,
                    "iscrowd": int(probability == 0),
                }
            )
    return made
