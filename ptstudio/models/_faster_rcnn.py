"""Faster R-CNN: first where anything may be, then, looked at more closely, what it is and where exactly.

Ren et al. 2015 (arXiv:1506.01497), on a pyramid (Lin et al. 2017, arXiv:1612.03144). Where the paper learns from places
drawn by lot, the mean over all such draws is learned from: the same on average, and no dice decide.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ptstudio.models import _anchors, _suppression
from ptstudio.models._detections import mean_loss

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import nn

ANYTHING, NOTHING = 0.7, 0.3
"""Overlaps from which on an anchor holds something, and below which it holds nothing."""
OVERLAP = 0.5
FIRST_WEIGHTS, SECOND_WEIGHTS = (1.0, 1.0, 1.0, 1.0), (10.0, 10.0, 5.0, 5.0)
FIRST_SHARE, SECOND_SHARE = 0.5, 0.25
"""How much of what is learned from holds something, at most."""
FIRST_DRAW, SECOND_DRAW = 256, 128
PROPOSED, PROPOSALS_APART, LOOKED_AT = 1000, 0.7, 200
"""So many of the best places are compared, no two kept may overlap more, and so many are looked at closely."""
TIMES = (6.0,)
"""Anchors in strides of their level, where none are fitted to the data."""
SIDE, HIDDEN = 7, 512
USUAL_PX, USUAL_LEVEL = 224, 4
"""Things of that size (pixels) are looked at in the map with a stride of two to that power."""


class TwoLooks(NamedTuple):
    """What it says: of anchors (A, 4) whether they hold anything (N, A) and steps (N, A, 4); of places that may
    (N, K, 4), logits (N, K, 1 + classes), nothing first, and steps to each class's box (N, K, 1 + classes, 4).
    """

    objectness: torch.Tensor
    first_steps: torch.Tensor
    anchors: torch.Tensor
    places: torch.Tensor
    logits: torch.Tensor
    steps: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found at several places."""
        return False

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """Cross-entropy and the distance of boxes (smooth L1), of both looks."""

        def of_one(picture: int, own: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
            return self._first(picture, own) + self._second(picture, own, kinds, weights)

        return mean_loss(of_one, boxes, classes)

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The box of the most probable class at each place, and all classes."""
        probabilities = self.logits.float().softmax(dim=-1)[..., 1:]
        best = probabilities.argmax(dim=-1)[..., None, None].expand(-1, -1, 1, 4)
        steps = self.steps[..., 1:, :].gather(2, best).squeeze(2)
        return _anchors.decoded(steps, self.places, SECOND_WEIGHTS), probabilities

    def _first(self, picture: int, boxes: torch.Tensor) -> torch.Tensor:
        from torch.nn import functional

        held = _anchors.matched(self.anchors, boxes, ANYTHING, NOTHING)
        holds, without = held >= 0, held == _anchors.BACKGROUND
        said, steps = self.objectness[picture].float(), self.first_steps[picture].float()
        wrong = functional.binary_cross_entropy_with_logits(said, holds.float(), reduction="none")
        wanted = _anchors.encoded(boxes[held[holds]], self.anchors[holds], FIRST_WEIGHTS)
        far = functional.smooth_l1_loss(steps[holds], wanted, beta=1 / 9, reduction="sum")
        found = int(holds.sum())
        return _drawn(wrong, holds, without, FIRST_DRAW, FIRST_SHARE) + _share(found, FIRST_DRAW, FIRST_SHARE) * far

    def _second(
        self, picture: int, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None
    ) -> torch.Tensor:
        from torch.nn import functional

        places, logits, steps = self.places[picture], self.logits[picture].float(), self.steps[picture].float()
        held = _anchors.matched(places, boxes, OVERLAP, OVERLAP)
        holds = held >= 0
        truths = held.new_zeros(len(held))
        truths[holds] = classes[held[holds]] + 1
        wrong = functional.cross_entropy(logits, truths, reduction="none")
        if weights is not None:
            wrong = wrong * functional.pad(weights, (1, 0), value=1.0)[truths]
        wanted = _anchors.encoded(boxes[held[holds]], places[holds], SECOND_WEIGHTS)
        far = functional.smooth_l1_loss(steps[holds, truths[holds]], wanted, beta=1 / 9, reduction="sum")
        found = int(holds.sum())
        return _drawn(wrong, holds, ~holds, SECOND_DRAW, SECOND_SHARE) + _share(found, SECOND_DRAW, SECOND_SHARE) * far


def _share(found: int, draw: int, most: float) -> float:
    """How much each place with something counts in a draw of so many places."""
    return min(1.0, most * draw / max(1, found)) / draw


def _drawn(wrong: torch.Tensor, holds: torch.Tensor, without: torch.Tensor, draw: int, most: float) -> torch.Tensor:
    """The mean of `wrong` over a draw of so many places, at most a share of `most` with something, averaged over all
    draws that there are.
    """
    found, empty = int(holds.sum()), int(without.sum())
    share = _share(found, draw, most)
    left = 1 - share * found
    return share * wrong[holds].sum() + left / max(1, empty) * wrong[without].sum()


class Layers(NamedTuple):
    """What a head is made of: what `proposes` places on the levels of a pyramid, `looks` at them closely, and `says`
    what is there.
    """

    pyramid: nn.Module
    proposes: nn.Module
    looks: nn.Module
    says: nn.Module


def faster_rcnn_head(channels: Sequence[int], classes: int, shapes: _anchors.Shapes, px: int) -> nn.Module:
    """Faster R-CNN on a backbone's maps of so many channels, for pictures of `px` pixels."""
    from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
    from torchvision.models.detection.rpn import RPNHead

    from ptstudio.models._pyramid import pyramid, width_for

    width = width_for(channels)
    proposes, looks = RPNHead(width, len(shapes[0])), TwoMLPHead(width * SIDE * SIDE, HIDDEN)
    says = FastRCNNPredictor(HIDDEN, 1 + classes)
    return faster_rcnn_of(Layers(pyramid(channels, width, "pooled"), proposes, looks, says), shapes, px)


def faster_rcnn_of(
    layers: Layers, shapes: _anchors.Shapes, px: int, places: _anchors.Places = _anchors.evenly
) -> nn.Module:
    """The same of torchvision's layers."""
    return _head_class()(layers, shapes, px, places)


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class FasterRCNN(nn.Module):
        """A pyramid, what proposes places, and what looks at them closely."""

        def __init__(self, layers: Layers, shapes: _anchors.Shapes, px: int, places: _anchors.Places) -> None:
            super().__init__()
            self.pyramid, self.proposes, self.looks, self.says = layers
            self.shapes, self.px, self.places = shapes, px, places

        def forward(self, maps: Sequence[torch.Tensor]) -> TwoLooks:
            levels = self.pyramid(maps)
            said, steps = self.proposes(levels)
            objectness = _anchors.laid_out(said, 1).squeeze(-1)
            first_steps = _anchors.laid_out(steps, 4)
            anchors = _anchors.at_all_places(levels, self.shapes, self.places)
            places = proposals(objectness.detach(), first_steps.detach(), anchors)
            closely = self.looks(looked_at(levels[:-1], places, self.px).to(maps[0].dtype))
            logits, exact = self.says(closely)
            pictures = (*places.shape[:2], -1)
            return TwoLooks(
                objectness, first_steps, anchors, places, logits.reshape(pictures), exact.reshape(*pictures, 4)
            )

    return FasterRCNN


def proposals(objectness: torch.Tensor, steps: torch.Tensor, anchors: torch.Tensor) -> torch.Tensor:
    """Places of each picture where anything may be, (N, K, 4), from what is said of anchors."""
    import torch

    scores, best = objectness.float().sigmoid().topk(min(PROPOSED, objectness.shape[1]), dim=1)
    boxes = _anchors.decoded(_suppression.chosen(steps, best), anchors[best], FIRST_WEIGHTS)
    places, _ = _suppression.best_apart(boxes, scores, torch.zeros_like(best), PROPOSALS_APART, LOOKED_AT)
    return _suppression.chosen(boxes, places)


def looked_at(levels: Sequence[torch.Tensor], places: torch.Tensor, px: int) -> torch.Tensor:
    """What maps hold at places (N, K, 4) in pictures of `px` pixels, (N · K, width, side, side): large places are
    looked for in coarse maps.
    """
    import torch
    from torchvision.ops import roi_align

    pictures = torch.arange(places.shape[0], device=places.device, dtype=torch.float32)
    number = pictures.unsqueeze(1).expand(places.shape[:2]).reshape(-1, 1)
    flat = places.reshape(-1, 4)
    sizes = ((flat[:, 2] - flat[:, 0]) * (flat[:, 3] - flat[:, 1])).clamp(min=1e-12).sqrt() * px
    finest = round(px / int(levels[0].shape[-1])).bit_length() - 1
    wanted = (USUAL_LEVEL + (sizes / USUAL_PX + 1e-6).log2()).floor() - finest
    wanted = wanted.clamp(0, len(levels) - 1)
    found: torch.Tensor | None = None
    for at, level in enumerate(levels):
        rois = torch.cat((number, flat * level.shape[-1]), dim=1)
        seen = roi_align(level.float(), rois, SIDE, 1.0, sampling_ratio=2)
        own = seen * (wanted == at).to(seen.dtype).reshape(-1, 1, 1, 1)
        found = own if found is None else found + own
    if found is None:
        raise ValueError("There is no map to look at")
    return found
