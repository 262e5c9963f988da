"""YOLOX's way of looking: every place of three maps says whether something is there, what it is, and its box.

Ge et al. 2021 (arXiv:2107.08430). What each place is to find is decided anew at every step, by what it costs (SimOTA).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ptstudio.models import _anchors
from ptstudio.models._detections import mean_loss

if TYPE_CHECKING:
    import torch

RADIUS = 2.5
"""Places so many strides around the middle of a thing are near it."""
MOST_PLACES = 10
"""So many places are compared to find out how many a thing is to be found at."""
FAR, OUTSIDE = 3.0, 1e5
"""How much the overlap counts where it is decided, and being inside a thing or near its middle, but not both."""
BOX = 5.0
"""How much the overlap of boxes counts in what is learned."""


class Placed(NamedTuple):
    """What it says at each of the `places` (x, y, strides across and down, relative to the picture; (P, 4)): logits
    (N, P, classes), steps from the place to the middle and the logarithm of the size, in strides (N, P, 4), and whether
    anything is there (N, P).
    """

    logits: torch.Tensor
    steps: torch.Tensor
    objectness: torch.Tensor
    places: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found at several places."""
        return False

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """The cross-entropy of there being anything, and of the classes, and the overlap of boxes (IoU, squared)."""
        return mean_loss(partial(self._of_one, weights), boxes, classes)

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Every place's box, and its classes."""
        there = self.objectness.float().sigmoid().unsqueeze(-1)
        return self._boxes(self.steps.float()).clamp(0, 1), self.logits.float().sigmoid() * there

    def _boxes(self, steps: torch.Tensor) -> torch.Tensor:
        """The boxes that steps (…, P, 4) lead to."""
        import torch

        middle, stride = self.places[:, :2], self.places[:, 2:]
        middles, halves = middle + steps[..., :2] * stride, steps[..., 2:].clamp(max=10).exp() * stride / 2
        return torch.cat((middles - halves, middles + halves), dim=-1)

    def _of_one(
        self, weights: torch.Tensor | None, picture: int, boxes: torch.Tensor, classes: torch.Tensor
    ) -> torch.Tensor:
        import torch
        from torch.nn import functional

        found = self._boxes(self.steps[picture].float())
        logits, objectness = self.logits[picture].float(), self.objectness[picture].float()
        held = self._held(found.detach(), logits.detach(), objectness.detach(), boxes, classes)
        holds = held >= 0
        is_there = functional.binary_cross_entropy_with_logits(objectness, holds.float(), reduction="sum")
        wanted, kinds = boxes[held[holds]], classes[held[holds]]
        overlaps = _overlaps(found[holds], wanted)
        truths = torch.zeros_like(logits[holds])
        truths[torch.arange(len(kinds), device=kinds.device), kinds] = overlaps.detach()
        wrong = functional.binary_cross_entropy_with_logits(logits[holds], truths, reduction="none")
        wrong = wrong if weights is None else wrong * weights
        apart = (1 - overlaps**2).sum()
        total: torch.Tensor = is_there + wrong.sum() + BOX * apart
        return total / max(1, int(holds.sum()))

    def _held(
        self,
        found: torch.Tensor,
        logits: torch.Tensor,
        objectness: torch.Tensor,
        boxes: torch.Tensor,
        classes: torch.Tensor,
    ) -> torch.Tensor:
        """Which of the boxes each place is to find, −1 for none; (P,). Each thing is found at the cheapest places, as
        many as its best boxes overlap it in sum; a place that would find several finds the cheapest.
        """
        import torch
        from torch.nn import functional
        from torchvision.ops import box_iou

        held = torch.full((len(found),), -1, dtype=torch.long, device=found.device)
        if not len(boxes):
            return held
        inside, near = self._inside(boxes), self._near(boxes)
        overlaps = box_iou(boxes, found) * (inside | near)
        probable = (logits.sigmoid() * objectness.sigmoid().unsqueeze(-1)).sqrt()
        truths = functional.one_hot(classes, logits.shape[-1]).float()
        surprise = -(truths @ probable.clamp(min=1e-7).log().T + (1 - truths) @ (1 - probable).clamp(min=1e-7).log().T)
        costs = surprise - FAR * (overlaps + 1e-8).log() + OUTSIDE * ~(inside & near)
        costs = costs.masked_fill(~(inside | near), torch.inf)
        best = overlaps.topk(min(MOST_PLACES, len(found)), dim=1).values
        counts = best.sum(dim=1).int().clamp(min=1)
        ranks = costs.argsort(dim=1).argsort(dim=1)
        chosen = costs.masked_fill(ranks >= counts.unsqueeze(1), torch.inf)
        cheapest, thing = chosen.min(dim=0)
        return torch.where(cheapest.isinf(), held, thing)

    def _inside(self, boxes: torch.Tensor) -> torch.Tensor:
        """Whether the middles of cells (P) are inside of boxes (M); (M, P)."""
        middle = self._cells()
        return ((middle > boxes[:, None, :2]) & (middle < boxes[:, None, 2:])).all(dim=-1)

    def _near(self, boxes: torch.Tensor) -> torch.Tensor:
        """Whether they are near the middles of these; (M, P)."""
        off = self._cells() - (boxes[:, None, :2] + boxes[:, None, 2:]) / 2
        return (off.abs() < RADIUS * self.places[:, 2:]).all(dim=-1)

    def _cells(self) -> torch.Tensor:
        return self.places[:, :2] + self.places[:, 2:] / 2


def _overlaps(boxes: torch.Tensor, others: torch.Tensor) -> torch.Tensor:
    """How much boxes (K, 4) overlap others (K, 4), one by one (IoU); (K,)."""
    import torch

    sides = (torch.minimum(boxes[:, 2:], others[:, 2:]) - torch.maximum(boxes[:, :2], others[:, :2])).clamp(min=0)
    common = sides.prod(dim=-1)
    areas = [(each[:, 2:] - each[:, :2]).prod(dim=-1) for each in (boxes, others)]
    return common / (areas[0] + areas[1] - common + 1e-9)


def at_all_places(maps: Sequence[torch.Tensor]) -> torch.Tensor:
    """The upper left corners of the cells of maps of all levels, and their sides, relative to the picture; (P, 4)."""
    import torch

    found = []
    for number, level in enumerate(maps):
        corner = _anchors.middles(level, number, _from_the_corner)
        rows, columns = int(level.shape[-2]), int(level.shape[-1])
        sides = torch.tensor([[1 / columns, 1 / rows]], device=level.device)
        found.append(torch.cat((corner, sides.expand(len(corner), -1)), dim=-1))
    return torch.cat(found)


def _from_the_corner(level: int, count: int) -> tuple[float, float]:
    del level
    return 0.0, 1 / count
