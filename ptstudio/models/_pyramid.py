"""A feature pyramid: maps of one width, in which the fine ones know what the coarse ones have seen.

Lin et al. 2017 (arXiv:1612.03144), as torchvision has it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from ptstudio.models._anchors import group_norm

if TYPE_CHECKING:
    import torch
    from torch import nn

WIDEST, NARROWEST = 256, 64
LEVELS = 3
"""The backbone's coarsest maps that are used: strides of 8, 16 and 32."""
Beyond = Literal["convolved", "pooled"]
"""How coarser maps are made of the last: two by convolutions, or one by leaving out every other place."""


def width_for(channels: Sequence[int]) -> int:
    """How wide a pyramid suits a backbone: no wider than what it has to say."""
    return max(NARROWEST, min(WIDEST, channels[-2] // 32 * 32))


def pyramid(channels: Sequence[int], width: int, beyond: Beyond) -> nn.Module:
    """A backbone's maps, of so many channels, in; maps of `width` channels out, from the finest to the coarsest."""
    return _pyramid_class()(channels, width, beyond)


@cache
def _pyramid_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn
    from torchvision.ops import FeaturePyramidNetwork
    from torchvision.ops.feature_pyramid_network import LastLevelMaxPool, LastLevelP6P7

    class Pyramid(nn.Module):
        """The coarsest maps of a backbone, mixed."""

        def __init__(self, channels: Sequence[int], width: int, beyond: Beyond) -> None:
            super().__init__()
            more = LastLevelP6P7(width, width) if beyond == "convolved" else LastLevelMaxPool()
            self.mix = FeaturePyramidNetwork(list(channels[-LEVELS:]), width, more, group_norm)

        def forward(self, maps: Sequence[torch.Tensor]) -> list[torch.Tensor]:
            named = OrderedDict((str(at), each) for at, each in enumerate(maps[-LEVELS:]))
            return list(self.mix(named).values())

    return Pyramid
