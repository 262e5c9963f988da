"""What follows for a detector from how large things are in the training samples: design, pixels, anchors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from ptstudio.core.machine import Choice
from ptstudio.models import all_families
from ptstudio.models._detectors import ANCHORS, DESIGN, DESIGNS, with_design
from ptstudio.tasks._found import MOST
from ptstudio.tasks._picture_size import SMALL_SHARE, suitable_px
from ptstudio.tasks._picturing import of_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.tasks._detection_settings import DetectionSettings

    Sizes = NDArray[np.float64]

USUAL_DESIGN: Final = "faster-rcnn"
"""On 83 photographs of blood cells, after 12 epochs on MobileNetV2, its mAP is 56 %, that of FCOS 50 % and that of
SSDLite 37 %, in 1.1 times the time of FCOS and 3.2 times that of SSDLite.
"""
USUAL_REASON = "It finds large and small things alike, most from few pictures; SSDLite would be three times as quick."
MOST_BOXES = 20_000
"""So many tell well enough how large things are."""
LEAST_SEEN_PX = 16.0
"""About as large has the smaller side of a thing to be for a detector to tell it from others: the stride of the maps in
which most designs look for it."""
PX = (320, 416, 512, 640, 800)
"""The sizes of pictures to choose from: multiples of 32."""
ROUNDS = 50


class Columns(Protocol):
    """Samples of which whole columns can be read."""

    def column(self, name: str) -> list[Any]:
        """One of them, a value for each sample."""
        ...


def designed(model: PretrainedModel, settings: DetectionSettings) -> PretrainedModel:
    """The model with the design that was asked for; one that is a detector itself, as it is."""
    return with_design(model, settings.design or USUAL_DESIGN) if all_families()[model.family].gives_maps else model


def sizes_of(rows: Columns) -> Sizes:
    """Width and height of boxes of some samples, relative to their pictures, (boxes, 2)."""
    columns = (rows.column(name) for name in ("boxes", "width", "height"))
    found: list[Sizes] = []
    for boxes, width, height in zip(*columns, strict=True):
        edges = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        found.append((edges[:, 2:] - edges[:, :2]) / (width, height))
    return np.concatenate([np.zeros((0, 2)), *found])[:: max(1, sum(map(len, found)) // MOST_BOXES)]


def fitted(
    model: PretrainedModel, settings: DetectionSettings, sizes: Sizes, most: int = 0
) -> tuple[PretrainedModel, tuple[Choice, ...]]:
    """The model with pictures and anchors that suit boxes of these sizes (M, 2), `most` of them in one picture, and
    why.
    """
    choices = _limits(most)
    if settings.image_px is None:
        small = float(np.quantile(sizes.min(axis=1), SMALL_SHARE)) if len(sizes) else 1.0
        px, reason = suitable_px(small, sides(model.picture.px), LEAST_SEEN_PX, "things")
        model = of_side(model, px)
        choices.append(Choice(name="image_px", value=px, reason=reason))
    key = model.config.get(DESIGN)
    if key not in DESIGNS:
        return model, tuple(choices)
    design = DESIGNS[key]
    if settings.design is None:
        choices.append(Choice(name="design", value=design.title, reason=USUAL_REASON))
    if design.anchors:
        anchors = fitted_anchors(sizes, design.strides, design.anchors, model.picture.px)
        model = model.model_copy(update={"config": model.config | {ANCHORS: anchors}})
        reason = "Like the boxes in the training samples, so that the way to them is short."
        choices.append(Choice(name="anchors", value=design.anchors * len(design.strides), reason=reason))
    return model, tuple(choices)


def most_of(rows: Columns) -> int:
    """How many boxes the picture with the most of them holds."""
    return max(map(len, rows.column("label")), default=0)


def _limits(most: int) -> list[Choice]:
    """What is to be told where pictures hold more than can be found in one."""
    if most <= MOST:
        return []
    reason = (
        f"One of your pictures holds {most:,} things, and no more than {MOST} are ever found in one: cut such pictures "
        "into parts, here and when you use the model."
    )
    return [Choice(name="most_found", value=MOST, reason=reason)]


def sides(usual: int) -> list[int]:
    """The sizes of pictures to choose from for a model that usually takes pictures of `usual` pixels."""
    return [px for px in PX if px >= min(usual, PX[-1])]


def fitted_anchors(sizes: Sizes, strides: Sequence[int], count: int, px: int, seed: int = 0) -> list[list[list[float]]]:
    """Of each level of so many `strides` (pixels), `count` shapes of anchors (width and height relative to the picture)
    like the boxes (M, 2) that are looked for there: the middles of clusters by overlap (Redmon & Farhadi 2017,
    arXiv:1612.08242), mixed with shapes for things that no sample shows.
    """
    levels = _levels(sizes, strides, px)
    shapes = []
    for level, stride in enumerate(strides):
        own = sizes[levels == level]
        usual = _usual(stride, count, px)
        middles = _middles(own, min(count, len(np.unique(own, axis=0))), seed) if len(own) else usual[:0]
        both = np.concatenate((middles, usual))[:count]
        shapes.append([[round(float(side), 5) for side in shape] for shape in both])
    return shapes


def _levels(sizes: Sizes, strides: Sequence[int], px: int) -> NDArray[np.int64]:
    """On which level each box is looked for: that of which it measures about four strides."""
    sides = np.sqrt(sizes.prod(axis=1)) * px / 4
    middle = np.log2(np.maximum(sides, 1e-6))[:, None] - np.log2(np.array(strides, dtype=np.float64))
    return np.abs(middle).argmin(axis=1) if len(sizes) else np.zeros(0, np.int64)


def _usual(stride: int, count: int, px: int) -> Sizes:
    """Shapes of about four strides, in three ratios."""
    sides = [(times * stride / px, ratio) for times in (4.0, 5.04, 3.17, 6.35) for ratio in (1.0, 0.5, 2.0)]
    shapes = np.array([(side / ratio**0.5, side * ratio**0.5) for side, ratio in sides])
    return shapes[:count].clip(0, 1)


def _middles(sizes: Sizes, count: int, seed: int) -> Sizes:
    """The medians of `count` clusters of boxes that overlap when they have one middle."""
    dice = np.random.default_rng(seed)
    middles = sizes[dice.choice(len(sizes), count, replace=False)]
    for _ in range(ROUNDS):
        nearest = _overlaps(sizes, middles).argmax(axis=1)
        moved = np.array(
            [np.median(sizes[nearest == at], axis=0) if (nearest == at).any() else middles[at] for at in range(count)]
        )
        if np.allclose(moved, middles):
            break
        middles = moved
    return middles[np.argsort(middles.prod(axis=1))]


def _overlaps(sizes: Sizes, middles: Sizes) -> Sizes:
    """How much boxes (M, 2) overlap others (K, 2) of the same middle (IoU); (M, K)."""
    common = np.minimum(sizes[:, None], middles[None]).prod(axis=-1)
    overlaps: Sizes = common / (sizes.prod(axis=1)[:, None] + middles.prod(axis=1)[None] - common)
    return overlaps
