"""U-Net (Ronneberger et al. 2015, arXiv:1505.04597) and U-Net++ (Zhou et al. 2018, arXiv:1807.10165).

From the coarsest map to the finest, each is made twice as large and joined by the backbone's own of that size, so that
what is seen as a whole gets the outlines that are seen from near.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ptstudio.models._map_layers import resized, with_group_norm

if TYPE_CHECKING:
    import torch
    from torch import nn

WIDTHS = (256, 128, 64, 32)
"""Channels of the maps made on the way, the finest last; it is twice as fine as the backbone's finest."""


def unet_head(channels: Sequence[int], outputs: int, *, is_nested: bool) -> nn.Module:
    """The decoder of U-Net, or, `is_nested`, of U-Net++, on maps of so many channels, the finest first."""
    return _head_class()(channels, outputs, is_nested)


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from segmentation_models_pytorch.decoders.unet.decoder import UnetDecoder
    from segmentation_models_pytorch.decoders.unetplusplus.decoder import UnetPlusPlusDecoder
    from torch import nn

    class UNet(nn.Module):
        """The library's decoder, and a last layer."""

        def __init__(self, channels: Sequence[int], outputs: int, is_nested: bool) -> None:
            super().__init__()
            decoder = UnetPlusPlusDecoder if is_nested else UnetDecoder
            widths = WIDTHS[-len(channels) :]
            self.decoder = with_group_norm(decoder((0, *channels), widths, n_blocks=len(widths)))
            self.says = nn.Conv2d(widths[-1], outputs, kernel_size=3, padding=1)

        def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
            said: torch.Tensor = self.says(self.decoder(_doubling(maps)))
            return said

    return UNet


def _doubling(maps: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    """The maps, each with exactly twice as many rows and columns as the next, and before them an empty one: that of
    the size with which the decoder ends.
    """
    rows, columns = int(maps[-1].shape[-2]), int(maps[-1].shape[-1])
    levels = [maps[-1]]
    for level in reversed(maps[:-1]):
        rows, columns = 2 * rows, 2 * columns
        levels.insert(0, resized(level, rows, columns))
    return [maps[-1].new_empty(1, 0, 2 * rows, 2 * columns), *levels]
