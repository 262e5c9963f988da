"""RetinaNet: at every anchor of a pyramid the probability of each class by itself, learned by the focal loss.

Lin et al. 2017 (arXiv:1708.02002).
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

WEIGHTS = (1.0, 1.0, 1.0, 1.0)
HOLDS, HOLDS_NOTHING = 0.5, 0.4
TIMES = (4.0, 5.04, 6.35)
"""Anchors in strides of their level, where none are fitted to the data."""


class Focused(NamedTuple):
    """What it says: logits (N, A, classes), steps (N, A, 4), and anchors (A, 4)."""

    logits: torch.Tensor
    steps: torch.Tensor
    anchors: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found at several places."""
        return False

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """The focal loss of all anchors but those between, and the distance of boxes (L1)."""
        return mean_loss(partial(self._of_one, weights), boxes, classes)

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Every anchor's box, and its classes."""
        return _anchors.decoded(self.steps, self.anchors, WEIGHTS), self.logits.float().sigmoid()

    def _of_one(
        self, weights: torch.Tensor | None, picture: int, boxes: torch.Tensor, classes: torch.Tensor
    ) -> torch.Tensor:
        import torch
        from torch.nn import functional
        from torchvision.ops import sigmoid_focal_loss

        logits, steps = self.logits[picture].float(), self.steps[picture].float()
        held = _anchors.matched(self.anchors, boxes, HOLDS, HOLDS_NOTHING)
        holds = held >= 0
        truths = torch.zeros_like(logits)
        truths[holds, classes[held[holds]]] = 1.0
        wrong = sigmoid_focal_loss(logits, truths)
        if weights is not None:
            wrong = wrong * weights
        wanted = _anchors.encoded(boxes[held[holds]], self.anchors[holds], WEIGHTS)
        far = functional.l1_loss(steps[holds], wanted, reduction="sum")
        total: torch.Tensor = wrong[held != _anchors.BETWEEN].sum() + far
        return total / max(1, int(holds.sum()))


def retinanet_head(channels: Sequence[int], classes: int, shapes: _anchors.Shapes) -> nn.Module:
    """RetinaNet on a backbone's maps of so many channels."""
    from torchvision.models.detection.retinanet import RetinaNetHead

    from ptstudio.models._pyramid import pyramid, width_for

    width = width_for(channels)
    looks = RetinaNetHead(width, len(shapes[0]), classes, _anchors.group_norm)
    return _head_class()(pyramid(channels, width, "convolved"), looks, shapes, _anchors.evenly)


def retinanet_of(looks: nn.Module, shapes: _anchors.Shapes, places: _anchors.Places) -> nn.Module:
    """The same of torchvision's layers, on maps that are a pyramid already."""
    from torch import nn

    return _head_class()(nn.Identity(), looks, shapes, places)


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class RetinaNet(nn.Module):
        """A pyramid, and the same layers at all of its levels."""

        def __init__(
            self, pyramid: nn.Module, looks: nn.Module, shapes: _anchors.Shapes, places: _anchors.Places
        ) -> None:
            super().__init__()
            self.pyramid, self.looks = pyramid, looks
            self.shapes, self.places = shapes, places

        def forward(self, maps: Sequence[torch.Tensor]) -> Focused:
            levels = self.pyramid(maps)
            said = self.looks(levels)
            anchors = _anchors.at_all_places(levels, self.shapes, self.places)
            return Focused(said["cls_logits"], said["bbox_regression"], anchors)

    return RetinaNet
