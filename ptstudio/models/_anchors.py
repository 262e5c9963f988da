"""Anchors: boxes of a few shapes at every place of a map, from which true ones are reached by small steps.

All boxes are relative to the picture (0 to 1). The coding of steps and the matching are torchvision's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import nn

Shapes = Sequence[Sequence[Sequence[float]]]
"""Of each level, the shapes of its anchors: width and height relative to the picture."""
BACKGROUND, BETWEEN = -1, -2
"""What an anchor is matched with that holds nothing, or overlaps too much to say so and too little to hold it."""
RATIOS = (0.5, 1.0, 2.0)
"""Height by width."""
Places = Callable[[int, int], tuple[float, float]]
"""Of a level's number and how many places it has along a side: where the first is, and how far it is to the next."""


def usual_shapes(strides: Sequence[int], px: int, times: Sequence[float], ratios: Sequence[float] = RATIOS) -> Shapes:
    """Anchors of `times` the stride of each level, in every ratio, for pictures of `px` pixels."""
    return [
        [(each * stride / px / ratio**0.5, each * stride / px * ratio**0.5) for each in times for ratio in ratios]
        for stride in strides
    ]


def evenly(level: int, count: int) -> tuple[float, float]:
    """Places in the middles of the cells of a level."""
    del level
    return 0.5 / count, 1 / count


def middles(level: torch.Tensor, number: int, places: Places = evenly) -> torch.Tensor:
    """The places of a map (N, channels, rows, columns) of a level of that number: x and y, row by row; (places, 2)."""
    import torch

    axes = []
    for count in map(int, level.shape[-2:]):
        first, apart = places(number, count)
        axes.append(torch.arange(count, device=level.device) * apart + first)
    return torch.stack(torch.meshgrid(*axes, indexing="ij")[::-1], dim=-1).reshape(-1, 2)


def at_all_places(maps: Sequence[torch.Tensor], shapes: Shapes, places: Places = evenly) -> torch.Tensor:
    """The anchors of maps (N, channels, rows, columns) of all levels: row by row, at each place one after the other;
    (anchors, 4).
    """
    import torch

    found = []
    for number, (level, own) in enumerate(zip(maps, shapes, strict=True)):
        middle = middles(level, number, places).unsqueeze(1)
        half = torch.tensor(own, device=level.device, dtype=torch.float32).reshape(1, -1, 2) / 2
        found.append(torch.cat((middle - half, middle + half), dim=-1).reshape(-1, 4))
    return torch.cat(found)


def laid_out(said: Sequence[torch.Tensor], numbers: int) -> torch.Tensor:
    """What is said at every place, (N, anchors × numbers, rows, columns) of each level, as (N, anchors, numbers)."""
    import torch

    levels = [
        each.reshape(each.shape[0], -1, numbers, *each.shape[2:]).permute(0, 3, 4, 1, 2).flatten(1, 3) for each in said
    ]
    return torch.cat(levels, dim=1)


def matched(anchors: torch.Tensor, boxes: torch.Tensor, high: float, low: float) -> torch.Tensor:
    """Which of the boxes (M, 4) each anchor (A, 4) stands for, (A,): that which it overlaps most, from an overlap of
    `high` on; below `low` `BACKGROUND`, between the two `BETWEEN`. Every box has its best anchors at least.
    """
    import torch
    from torchvision.models.detection._utils import Matcher
    from torchvision.ops import box_iou

    if not len(boxes):
        return torch.full((len(anchors),), BACKGROUND, dtype=torch.long, device=anchors.device)
    found: torch.Tensor = Matcher(high, low, allow_low_quality_matches=True)(box_iou(boxes, anchors))
    return found


def encoded(boxes: torch.Tensor, anchors: torch.Tensor, weights: Sequence[float]) -> torch.Tensor:
    """The steps (…, 4) from anchors to boxes: of the middle in sizes of the anchor, of the size by magnitude."""
    from torchvision.models.detection._utils import BoxCoder

    steps: torch.Tensor = BoxCoder(tuple(weights)).encode_single(boxes, anchors)
    return steps


def decoded(steps: torch.Tensor, anchors: torch.Tensor, weights: Sequence[float]) -> torch.Tensor:
    """The boxes (N, A, 4) to which steps (N, A, 4) lead from anchors (A, 4) or (N, A, 4), cut off at the edges."""
    from torchvision.models.detection._utils import BoxCoder

    flat = anchors.expand_as(steps).reshape(-1, 4)
    boxes: torch.Tensor = BoxCoder(tuple(weights)).decode_single(steps.float().reshape(-1, 4), flat)
    return boxes.reshape(steps.shape).clamp(0, 1)


def group_norm(channels: int) -> nn.Module:
    """A normalisation that does not depend on what else is in a batch (Wu & He 2018, arXiv:1803.08494): batches of a
    few pictures tell too little, and what is said of a picture must not depend on its neighbours.
    """
    import math

    from torch import nn

    return nn.GroupNorm(math.gcd(16, channels), channels)
