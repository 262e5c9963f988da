"""FCOS: every place of a pyramid says how far away the edges of the thing are in which it lies; without anchors.

Tian et al. 2019 (arXiv:1904.01355).
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from ptstudio.models import _anchors
from ptstudio.models._detections import mean_loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import nn

RADIUS = 1.5
"""Places so many strides around the middle of a thing stand for it."""
LEAST_REACH, TIMES, NO_LIMIT = 4.0, 2.0, 1e6
"""A level is for things whose farthest edge is between four and eight strides away; the finest also for smaller ones,
the coarsest for larger ones."""


class Pointed(NamedTuple):
    """What it says at each of the `places` (x, y, strides across and down, relative to the picture; (P, 4)): logits
    (N, P, classes), distances to the edges in strides (N, P, 4), and whether it is near the middle (N, P). `reaches`
    (P, 2) are the distances for which its level is there.
    """

    logits: torch.Tensor
    distances: torch.Tensor
    centred: torch.Tensor
    places: torch.Tensor
    reaches: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found at several places."""
        return False

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """The focal loss, the overlap of boxes (GIoU), and the cross-entropy of being near the middle."""
        return mean_loss(partial(self._of_one, weights), boxes, classes)

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Every place's box, and its classes; less probable far from the middle."""
        near = self.centred.float().sigmoid().unsqueeze(-1)
        return self._boxes(self.distances).clamp(0, 1), (self.logits.float().sigmoid() * near).sqrt()

    def _boxes(self, distances: torch.Tensor) -> torch.Tensor:
        """The boxes that distances (…, P, 4) lead to."""
        import torch

        middle, stride = self.places[:, :2], self.places[:, 2:]
        first, second = distances[..., :2].float(), distances[..., 2:].float()
        return torch.cat((middle - first * stride, middle + second * stride), dim=-1)

    def _of_one(
        self, weights: torch.Tensor | None, picture: int, boxes: torch.Tensor, classes: torch.Tensor
    ) -> torch.Tensor:
        import torch
        from torch.nn import functional
        from torchvision.ops import generalized_box_iou_loss, sigmoid_focal_loss

        logits = self.logits[picture].float()
        held = self._held(boxes)
        holds = held >= 0
        truths = torch.zeros_like(logits)
        truths[holds, classes[held[holds]]] = 1.0
        wrong = sigmoid_focal_loss(logits, truths)
        wanted = boxes[held[holds]]
        far = generalized_box_iou_loss(self._boxes(self.distances[picture])[holds], wanted, reduction="sum")
        middle = self.centred[picture].float()[holds]
        off = functional.binary_cross_entropy_with_logits(
            middle, _nearness(self.places[holds, :2], wanted), reduction="sum"
        )
        wrong = wrong if weights is None else wrong * weights
        total: torch.Tensor = wrong.sum() + far + off
        return total / max(1, int(holds.sum()))

    def _held(self, boxes: torch.Tensor) -> torch.Tensor:
        """Which of the boxes each place stands for, −1 for none; of several the smallest; (P,)."""
        import torch

        if not len(boxes):
            return torch.full((len(self.places),), -1, dtype=torch.long, device=self.places.device)
        middle, stride = self.places[:, None, :2], self.places[:, None, 2:]
        far = torch.cat((middle - boxes[:, :2], boxes[:, 2:] - middle), dim=-1)
        from_middle = (middle - (boxes[:, :2] + boxes[:, 2:]) / 2).abs() / stride
        reach = (far / torch.cat((stride, stride), dim=-1)).amax(dim=-1)
        suits = (far.amin(dim=-1) > 0) & (from_middle.amax(dim=-1) < RADIUS)
        suits &= (reach >= self.reaches[:, :1]) & (reach < self.reaches[:, 1:])
        areas = ((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])).expand(len(self.places), -1)
        smallest, held = areas.masked_fill(~suits, torch.inf).min(dim=1)
        return held.masked_fill(smallest.isinf(), -1)


def _nearness(places: torch.Tensor, boxes: torch.Tensor) -> torch.Tensor:
    """How near places (K, 2) are to the middle of boxes (K, 4): 1 there, 0 at the edges."""
    import torch

    first, second = places - boxes[:, :2], boxes[:, 2:] - places
    both = torch.stack((first, second))
    return (both.amin(dim=0) / both.amax(dim=0).clamp(min=1e-9)).prod(dim=-1).clamp(min=0).sqrt()


def fcos_head(channels: Sequence[int], classes: int) -> nn.Module:
    """FCOS on a backbone's maps of so many channels."""
    from torchvision.models.detection.fcos import FCOSHead

    from ptstudio.models._pyramid import pyramid, width_for

    width = width_for(channels)
    return _head_class()(pyramid(channels, width, "convolved"), FCOSHead(width, 1, classes), None, _anchors.evenly)


def fcos_of(looks: nn.Module, strides: Sequence[float], places: _anchors.Places) -> nn.Module:
    """The same of torchvision's layers, on maps that are a pyramid already; strides relative to the picture."""
    from torch import nn

    return _head_class()(nn.Identity(), looks, strides, places)


def at_all_places(
    maps: Sequence[torch.Tensor], strides: Sequence[float] | None = None, places: _anchors.Places = _anchors.evenly
) -> tuple[torch.Tensor, torch.Tensor]:
    """The places of maps of all levels (P, 4), and for which distances their levels are there (P, 2). Where no
    `strides` are given, they follow from how many places there are.
    """
    import torch

    found, reaches = [], []
    for at, level in enumerate(maps):
        middle = _anchors.middles(level, at, places)
        rows, columns = int(level.shape[-2]), int(level.shape[-1])
        stride = (strides[at], strides[at]) if strides else (1 / columns, 1 / rows)
        found.append(torch.cat((middle, torch.tensor([stride], device=level.device).expand(len(middle), -1)), dim=-1))
        least = LEAST_REACH if at else 0.0
        most = LEAST_REACH * TIMES if at + 1 < len(maps) else NO_LIMIT
        reaches.append(torch.tensor([[least, most]], device=level.device).expand(len(middle), -1))
    return torch.cat(found), torch.cat(reaches)


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class FCOS(nn.Module):
        """A pyramid, and the same layers at all of its levels."""

        def __init__(
            self, pyramid: nn.Module, looks: nn.Module, strides: Sequence[float] | None, places: _anchors.Places
        ) -> None:
            super().__init__()
            self.pyramid, self.looks = pyramid, looks
            self.strides, self.places = strides, places

        def forward(self, maps: Sequence[torch.Tensor]) -> Pointed:
            levels = self.pyramid(maps)
            said = self.looks(levels)
            centred = said["bbox_ctrness"].squeeze(-1)
            places = at_all_places(levels, self.strides, self.places)
            return Pointed(said["cls_logits"], said["bbox_regression"], centred, *places)

    return FCOS
