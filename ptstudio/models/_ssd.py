"""SSD's way of looking: at every anchor the probabilities of all classes and of nothing, and the steps to the box.

Liu et al. 2016 (arXiv:1512.02325); with light layers it is SSDLite (Sandler et al. 2018, arXiv:1801.04381).
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

WEIGHTS = (10.0, 10.0, 5.0, 5.0)
"""By how much more the steps of the middle and of the size are counted."""
OVERLAP = 0.5
NEGATIVES = 3
"""So many anchors without anything, those most taken for something, are learned from for each with a thing."""
FEWEST_NEGATIVES = 16
EXTRA_CHANNELS = (512, 256, 256, 128)
"""Of the maps behind the backbone's, each half as large as the one before it."""
TIMES = (2.0, 3.0)
"""Anchors in strides of their level, where none are fitted to the data."""


class MultiBox(NamedTuple):
    """What it says: logits (N, A, 1 + classes), nothing first, steps (N, A, 4), and anchors (A, 4)."""

    logits: torch.Tensor
    steps: torch.Tensor
    anchors: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found at several places."""
        return False

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """Cross-entropy of anchors with things and of the hardest without, and the distance of boxes (smooth L1)."""
        return mean_loss(partial(self._of_one, weights), boxes, classes)

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Every anchor's box, and its classes."""
        probabilities = self.logits.float().softmax(dim=-1)[..., 1:]
        return _anchors.decoded(self.steps, self.anchors, WEIGHTS), probabilities

    def _of_one(
        self, weights: torch.Tensor | None, picture: int, boxes: torch.Tensor, classes: torch.Tensor
    ) -> torch.Tensor:
        from torch.nn import functional

        logits, steps = self.logits[picture].float(), self.steps[picture].float()
        held = _anchors.matched(self.anchors, boxes, OVERLAP, OVERLAP)
        holds = held >= 0
        truths = held.new_zeros(len(held))
        truths[holds] = classes[held[holds]] + 1
        wrong = functional.cross_entropy(logits, truths, reduction="none")
        if weights is not None:
            wrong = wrong * functional.pad(weights, (1, 0), value=1.0)[truths]
        wanted = _anchors.encoded(boxes[held[holds]], self.anchors[holds], WEIGHTS)
        far = functional.smooth_l1_loss(steps[holds], wanted, reduction="sum")
        count = int(holds.sum())
        without = wrong[~holds]
        hardest = without.topk(min(len(without), max(FEWEST_NEGATIVES, NEGATIVES * count))).values
        return (wrong[holds].sum() + hardest.sum() + far) / max(1, count)


def ssdlite_head(channels: Sequence[int], classes: int, shapes: _anchors.Shapes) -> nn.Module:
    """SSDLite on a backbone's two coarsest maps, of so many channels, and on more that are made of the last."""
    from torch import nn
    from torchvision.models.detection.ssdlite import SSDLiteHead

    widths = [channels[-1], *EXTRA_CHANNELS]
    extras = nn.ModuleList(_smaller_map(*pair) for pair in zip(widths, EXTRA_CHANNELS, strict=False))
    counts = [len(level) for level in shapes]
    looks = SSDLiteHead([channels[-2], *widths], counts, 1 + classes, _anchors.group_norm)
    return _head_class()(extras, looks, shapes, _anchors.evenly)


def ssd_of(looks: nn.Module, shapes: _anchors.Shapes, places: _anchors.Places) -> nn.Module:
    """The same of torchvision's layers, one for each of a backbone's maps."""
    from torch import nn

    return _head_class()(nn.ModuleList(), looks, shapes, places)


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class SSD(nn.Module):
        """Layers of their own at every level; the coarsest are made here, as far as the backbone does not have them."""

        def __init__(
            self, extras: nn.ModuleList, looks: nn.Module, shapes: _anchors.Shapes, places: _anchors.Places
        ) -> None:
            super().__init__()
            self.extras, self.looks = extras, looks
            self.shapes, self.places = shapes, places

        def forward(self, maps: Sequence[torch.Tensor]) -> MultiBox:
            levels = list(maps[len(self.extras) - len(self.shapes) :])
            for extra in self.extras:
                levels.append(extra(levels[-1]))
            said = self.looks(levels)
            anchors = _anchors.at_all_places(levels, self.shapes, self.places)
            return MultiBox(said["cls_logits"], said["bbox_regression"], anchors)

    return SSD


def _smaller_map(channels: int, wanted: int) -> nn.Module:
    """A map half as large: narrowed, a depthwise convolution, widened (Sandler et al. 2018, section 6.2)."""
    from torch import nn
    from torchvision.ops import Conv2dNormActivation

    narrow, norm, act = wanted // 2, _anchors.group_norm, nn.ReLU6
    return nn.Sequential(
        Conv2dNormActivation(channels, narrow, kernel_size=1, norm_layer=norm, activation_layer=act),
        Conv2dNormActivation(narrow, narrow, stride=2, groups=narrow, norm_layer=norm, activation_layer=act),
        Conv2dNormActivation(narrow, wanted, kernel_size=1, norm_layer=norm, activation_layer=act),
    )
