"""Of boxes that overlap, the most probable one; written so that it can be exported with a batch of any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def best_apart(
    boxes: torch.Tensor, scores: torch.Tensor, kinds: torch.Tensor, overlap: float, most: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The best boxes of each picture that overlap no better one of their kind by more than `overlap`.

    Boxes (N, P, 4) relative to the picture, scores (N, P) above 0, kinds (N, P) whole numbers from 0. Gives places
    (N, most) and scores (N, most), the highest first; 0 where there are fewer.
    """
    import torch
    from torchvision.ops import nms

    picture = torch.arange(boxes.shape[0], device=boxes.device).unsqueeze(1).expand_as(kinds)
    # Boxes of another kind lie farther right, those of another picture farther down, so that none of them overlap.
    aside = torch.stack((kinds, picture, kinds, picture), dim=-1).to(boxes.dtype)
    kept = nms((boxes + aside).reshape(-1, 4), scores.reshape(-1), overlap)
    stays = torch.zeros_like(scores).reshape(-1).scatter(0, kept, 1.0).reshape(scores.shape)
    found, places = (scores * stays).topk(min(most, scores.shape[1]), dim=1)
    return places, found


def chosen(values: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Of values (N, P, …) those at places (N, K); (N, K, …)."""
    if values.ndim == places.ndim:
        return values.gather(1, places)
    return values.gather(1, places.unsqueeze(-1).expand(-1, -1, values.shape[-1]))
