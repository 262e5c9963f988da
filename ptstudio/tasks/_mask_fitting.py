"""What follows for a network that marks areas from the training samples: design, pixels, and weights of classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from ptstudio.core.machine import Choice
from ptstudio.core.shapes import UNKNOWN
from ptstudio.models import all_families
from ptstudio.models._segmenters import DESIGN, DESIGNS, USUAL, with_design
from ptstudio.tasks._area_widths import narrow, widths_of
from ptstudio.tasks._picture_size import suitable_px
from ptstudio.tasks._picturing import of_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.tasks._segmentation_settings import SegmentationSettings

WEIGHTS = "class_weights"
"""Where a model's `config` says how much each class counts, the background first."""
MOST_WEIGHT = 20.0
LEAST_SEEN_PX = 8.0
"""So wide an area has to be for a network to draw it: most designs draw on maps that are a quarter as fine."""
PX = (224, 320, 416, 512, 640)
"""The sizes of pictures to choose from, above the usual one: multiples of 32."""
DESIGN_REASON = "It draws the finest outlines for the time it takes: what is seen from near is joined at every size."
LOSS_REASON = "Each pixel counts, and each area as a whole, so that small ones are not overlooked."


def designed(model: PretrainedModel, settings: SegmentationSettings) -> PretrainedModel:
    """The model with the design that was asked for; one that marks areas itself, as it is."""
    return with_design(model, settings.design or USUAL) if all_families()[model.family].gives_maps else model


def fitted(
    model: PretrainedModel, settings: SegmentationSettings, masks: Callable[[], Iterable[NDArray[np.uint8]]]
) -> tuple[PretrainedModel, tuple[Choice, ...]]:
    """The model with pictures that suit the areas in the `masks` of training samples, and with weights of the classes,
    where such are wanted; and what was chosen.
    """
    choices = []
    if settings.image_px is None:
        usual = model.picture.px
        sides = [usual, *(px for px in PX if px > usual)]
        px, reason = suitable_px(narrow(widths_of(masks())), sides, LEAST_SEEN_PX, "areas")
        model = of_side(model, px)
        choices.append(Choice(name="image_px", value=px, reason=reason))
    if settings.design is None and DESIGN in model.config:
        choices.append(Choice(name="design", value=DESIGNS[USUAL], reason=DESIGN_REASON))
    if settings.loss is None:
        choices.append(Choice(name="loss", value="cross-entropy and Dice", reason=LOSS_REASON))
    if settings.class_weights == "balanced":
        weights = balanced(masks())
        model = model.model_copy(update={"config": model.config | {WEIGHTS: weights}})
        choices.append(_weights_choice(weights))
    return model, tuple(choices)


def weights_of(model: PretrainedModel, classes: int) -> list[float]:
    """How much a pixel of each class counts, the background first: all the same, unless they are balanced."""
    weights: list[float] = model.config.get(WEIGHTS, [])
    return [*weights[: classes + 1], *[1.0] * (classes + 1 - len(weights))]


def balanced(masks: Iterable[NDArray[np.uint8]]) -> list[float]:
    """How much a pixel of each class counts, the background first, as far as there are any: the median share of pixels
    by its own, in pictures that have the class (Eigen & Fergus 2015, arXiv:1411.4734).
    """
    pixels, room = np.zeros(UNKNOWN), np.zeros(UNKNOWN)
    for mask in masks:
        own = np.bincount(mask.ravel(), minlength=UNKNOWN + 1)[:UNKNOWN]
        pixels, room = pixels + own, room + own.sum() * (own > 0)
    shares = pixels / np.maximum(1, room)
    usual = np.median(shares[shares > 0]) if shares.any() else 1.0
    weights = np.divide(usual, shares, out=np.ones_like(shares), where=shares > 0).clip(1 / MOST_WEIGHT, MOST_WEIGHT)
    there = np.flatnonzero(shares)
    return [round(float(weight), 4) for weight in weights[: there.max(initial=-1) + 1]]


def _weights_choice(weights: Sequence[float]) -> Choice:
    reason = "So often does a pixel of the class that covers least count as one of that which covers most."
    return Choice(name="class_weights", value=round(max(weights) / min(weights), 1), reason=reason)
