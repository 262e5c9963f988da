"""A network of the timm library as what gives maps of a picture, from fine to coarse; knows no single network.

One that looks more and more coarsely gives the last map of each size. One that keeps to one size, as transformers do,
gives what it says at four depths, resized, the earliest as the finest (as in Ranftl et al. 2021, arXiv:2103.13413).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

from ptstudio.models._map_layers import resized
from ptstudio.models._maps import FINEST

if TYPE_CHECKING:
    import torch
    from torch import nn

STRIDES = (4, 8, 16, 32)
"""Of the maps of a network that keeps to one size."""
FEWEST = 3
"""The heads look at so many of the coarsest maps."""


class Tap(NamedTuple):
    """Which of a network's intermediate maps is given, and its stride and channels."""

    place: int
    stride: int
    channels: int


def timm_maps(network: Any, intermediates: Sequence[tuple[int, int]], px: int) -> nn.Module:
    """A network of timm that takes pictures (N, 3, px, px) and of which channels and side of all its intermediate maps
    are known; as `maps_of` gives those of others. What gives no map is taken out of it.
    """
    stages = _stages(intermediates, px)
    taps = stages or _depths(intermediates)
    network.prune_intermediate_layers([tap.place for tap in taps], prune_norm=True, prune_head=True)
    return _maps_class()(network, taps, is_resized=not stages)


def plain(backbone: nn.Module) -> nn.Module:
    """The network of timm in a backbone, which gives maps or not."""
    return backbone.get_submodule("network") if isinstance(backbone, _maps_class()) else backbone


def _stages(intermediates: Sequence[tuple[int, int]], px: int) -> list[Tap]:
    """The last map of each size; none where there are too few sizes."""
    last = {side: Tap(place, 2 ** round(log2(px / side)), wide) for place, (wide, side) in enumerate(intermediates)}
    taps = sorted(tap for side, tap in last.items() if px // side >= FINEST)
    is_coarser = all(tap.stride < after.stride for tap, after in pairwise(taps))
    return taps if len(taps) >= FEWEST and is_coarser else []


def _depths(intermediates: Sequence[tuple[int, int]]) -> list[Tap]:
    """A quarter of the way, half, three quarters, and the end."""
    count = len(intermediates)
    places = [max(0, count * quarter // len(STRIDES) - 1) for quarter in range(1, len(STRIDES) + 1)]
    return [Tap(place, stride, intermediates[place][0]) for place, stride in zip(places, STRIDES, strict=True)]


@cache
def _maps_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Maps(nn.Module):
        """The network as far as it gives maps."""

        def __init__(self, network: Any, taps: Sequence[Tap], *, is_resized: bool) -> None:
            super().__init__()
            self.network = network
            self._is_resized = is_resized
            self._places = [tap.place for tap in taps]
            self.strides = tuple(tap.stride for tap in taps)
            self.channels = tuple(tap.channels for tap in taps)

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
            found = self.network.forward_intermediates(pictures, indices=self._places, intermediates_only=True)
            if not self._is_resized:
                return tuple(found)
            sides = [pictures.shape[-1] // stride for stride in self.strides]
            return tuple(resized(each, side, side) for each, side in zip(found, sides, strict=True))

    return Maps
