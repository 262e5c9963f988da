"""Detectors that ask: each of a fixed number of queries finds one thing or none, so that nothing has to be suppressed.

Carion et al. 2020 (arXiv:2005.12872). What each query is to find is the cheapest way to divide the things among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import override

if TYPE_CHECKING:
    import torch

FAR, APART = 5.0, 2.0
"""How much the distance of boxes (L1), and their overlap (GIoU), count."""
KIND = 2.0
"""How much the class counts where it is decided what a query is to find."""
NOTHING_COUNTS = 0.1
"""How much a query without anything counts, of which there are many."""
ALPHA, GAMMA = 0.75, 2.0


class Queried(NamedTuple):
    """What it says: logits (N, layers, Q, classes) and boxes (N, layers, Q, 4); the last layer's are the answer.

    Each class is probable by itself, the more the better its box (varifocal loss: Zhang et al. 2020, arXiv:2008.13367).
    """

    logits: torch.Tensor
    boxes: torch.Tensor

    @property
    def is_apart(self) -> bool:
        """Each thing is found once."""
        return True

    def loss(self, boxes: torch.Tensor, classes: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
        """The loss of classes, the distance of boxes (L1) and their overlap (GIoU); the mean over layers."""
        import torch

        losses = []
        for at, own in enumerate(classes):
            there = own >= 0
            for logits, found in zip(self.logits[at].float(), self.boxes[at].float(), strict=True):
                losses.append(self._of_one(logits, found, boxes[at][there], own[there], weights))
        return torch.stack(losses).mean()

    def candidates(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The box of every query, and its classes."""
        return self.boxes[:, -1].float().clamp(0, 1), self.probabilities(self.logits[:, -1].float())

    def probabilities(self, logits: torch.Tensor) -> torch.Tensor:
        """Of each class."""
        return logits.sigmoid()

    def wrong(
        self, logits: torch.Tensor, truths: torch.Tensor, overlaps: torch.Tensor, weights: torch.Tensor | None
    ) -> torch.Tensor:
        """How wrong the classes of the queries (Q, classes) are, a scalar; `truths` (Q,) with −1 for nothing, whose
        boxes overlap the true ones by `overlaps` (Q,).
        """
        import torch
        from torch.nn import functional

        is_true = torch.zeros_like(logits)
        holds = truths >= 0
        is_true[holds, truths[holds]] = 1.0
        wanted = is_true * overlaps.unsqueeze(-1)
        counts = ALPHA * logits.detach().sigmoid() ** GAMMA * (1 - is_true) + wanted
        each = functional.binary_cross_entropy_with_logits(logits, wanted, counts, reduction="none")
        each = each if weights is None else each * weights
        total: torch.Tensor = each.sum()
        return total / max(1, int(holds.sum()))

    def _of_one(
        self,
        logits: torch.Tensor,
        found: torch.Tensor,
        boxes: torch.Tensor,
        classes: torch.Tensor,
        weights: torch.Tensor | None,
    ) -> torch.Tensor:
        import torch
        from torch.nn import functional
        from torchvision.ops import box_iou, generalized_box_iou_loss

        queries, things = divided(self.probabilities(logits.detach()), found.detach(), boxes, classes)
        truths = torch.full((len(logits),), -1, device=classes.device).scatter(0, queries, classes[things])
        near, wanted = found[queries], boxes[things]
        overlaps = box_iou(near.detach(), wanted).diagonal()
        matched = logits.new_zeros(len(logits)).scatter(0, queries, overlaps)
        far = functional.l1_loss(_middles(near), _middles(wanted), reduction="sum")
        apart = generalized_box_iou_loss(near, wanted, reduction="sum")
        placed: torch.Tensor = (FAR * far + APART * apart) / max(1, len(boxes))
        return placed + self.wrong(logits, truths, matched, weights)


class QueriedOrNothing(Queried):
    """The same where nothing is a class of its own, the last one (N, layers, Q, classes + 1)."""

    @override
    def probabilities(self, logits: torch.Tensor) -> torch.Tensor:
        """Of each class but nothing."""
        return logits.softmax(dim=-1)[..., :-1]

    @override
    def wrong(
        self, logits: torch.Tensor, truths: torch.Tensor, overlaps: torch.Tensor, weights: torch.Tensor | None
    ) -> torch.Tensor:
        """The cross-entropy, a mean in which nothing counts little."""
        from torch.nn import functional

        del overlaps
        nothing = logits.shape[-1] - 1
        counts = logits.new_ones(nothing + 1) if weights is None else functional.pad(weights, (0, 1), value=1.0)
        counts[nothing] = NOTHING_COUNTS
        wrong: torch.Tensor = functional.cross_entropy(logits, truths.masked_fill(truths < 0, nothing), counts)
        return wrong


def divided(
    probabilities: torch.Tensor, found: torch.Tensor, boxes: torch.Tensor, classes: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Which query is to find which thing, both (K,): the cheapest division. Queries say probabilities of classes
    (Q, classes) and boxes (Q, 4); things have boxes (M, 4) and classes (M,).
    """
    import torch
    from scipy.optimize import linear_sum_assignment
    from torchvision.ops import generalized_box_iou

    far = torch.cdist(_middles(found), _middles(boxes), p=1)
    costs = FAR * far - APART * generalized_box_iou(found, boxes) - KIND * probabilities[:, classes]
    rows, columns = linear_sum_assignment(costs.nan_to_num(nan=1e6, posinf=1e6, neginf=1e6).cpu().numpy())
    return torch.from_numpy(rows).to(classes.device), torch.from_numpy(columns).to(classes.device)


def corners(boxes: torch.Tensor) -> torch.Tensor:
    """Left, top, right and bottom of boxes (…, 4) that are given by middle, width and height."""
    import torch

    middle, half = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat((middle - half, middle + half), dim=-1)


def _middles(boxes: torch.Tensor) -> torch.Tensor:
    """Middle, width and height of boxes (…, 4) that are given by their edges."""
    import torch

    first, second = boxes[..., :2], boxes[..., 2:]
    return torch.cat(((first + second) / 2, second - first), dim=-1)
