"""What heads on maps are made with: maps of one size, and normalisation that no neighbour in a batch changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ptstudio.models._anchors import group_norm

if TYPE_CHECKING:
    import torch
    from torch import nn


def resized(level: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """A map (N, channels, …, …) with so many rows and columns; as it is, where it has them."""
    from torch.nn import functional

    if tuple(level.shape[-2:]) == (rows, columns):
        return level
    return functional.interpolate(level, size=(rows, columns), mode="bilinear", align_corners=False)


def like(level: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """A map of the size of another."""
    return resized(level, int(other.shape[-2]), int(other.shape[-1]))


def with_group_norm(module: nn.Module) -> nn.Module:
    """The module with each batch normalisation in it replaced."""
    from torch import nn

    for name, part in list(module.named_modules()):
        if isinstance(part, nn.BatchNorm2d):
            module.set_submodule(name, group_norm(part.num_features))
    return module
