"""How wrong it is what was said of every pixel; all take the mean over pictures, each of which counts the same.

Logits are (N, classes + 1, px, px), truths (N, px, px) with `UNKNOWN` where nobody knows; `weights` (N, classes + 1)
say how much each class counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ptstudio.core.shapes import UNKNOWN

if TYPE_CHECKING:
    import torch

SHARPNESS = 2.0
"""How much less pixels count that are told well already (Lin et al. 2017, arXiv:1708.02002)."""
LEAST = 1.0
"""Pixels by which areas are thought larger, so that one of a few pixels does not decide everything."""


def cross_entropy(logits: torch.Tensor, truths: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """How improbable the right class of each pixel was said to be."""
    return _mean(_surprise(logits, truths), truths, weights)


def focal(logits: torch.Tensor, truths: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The same, most of all of pixels that are told wrongly."""
    surprise = _surprise(logits, truths)
    return _mean((1 - (-surprise).exp()) ** SHARPNESS * surprise, truths, weights)


def dice(logits: torch.Tensor, truths: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """How little areas coincide, as means over the classes in each picture (Milletari et al. 2016, arXiv:1606.04797);
    small ones count as much as large ones.
    """
    import torch

    known = (truths != UNKNOWN).unsqueeze(1)
    said = logits.float().softmax(dim=1) * known
    there = torch.zeros_like(said).scatter_(1, _numbers(truths).unsqueeze(1), 1.0) * known
    both, areas = (2 * said * there).sum(dim=(2, 3)), there.sum(dim=(2, 3))
    coincide = (both + LEAST) / (said.sum(dim=(2, 3)) + areas + LEAST)
    counted = weights * (areas > 0)
    return (((1 - coincide) * counted).sum(dim=1) / counted.sum(dim=1).clamp(min=1e-6)).mean()


def _surprise(logits: torch.Tensor, truths: torch.Tensor) -> torch.Tensor:
    """(N, px, px); 0 where nobody knows the truth."""
    from torch.nn import functional

    return functional.cross_entropy(logits.float(), truths.long(), reduction="none", ignore_index=UNKNOWN)


def _mean(wrong: torch.Tensor, truths: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Over the known pixels of each picture, then over pictures."""
    known = (truths != UNKNOWN).sum(dim=(1, 2)).clamp(min=1)
    counted = weights.gather(1, _numbers(truths).flatten(1)).view_as(wrong)
    return ((wrong * counted).sum(dim=(1, 2)) / known).mean()


def _numbers(truths: torch.Tensor) -> torch.Tensor:
    """Numbers of classes, that of the background where nobody knows."""
    return truths.long().masked_fill(truths == UNKNOWN, 0)
