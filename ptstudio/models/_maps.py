"""The backbone of a classifier as what gives maps of a picture, from fine to coarse, instead of one vector.

It keeps the names of the classifier's tensors, so that the same weights fit. Knows no classifier by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import nn

ON_MAPS = ("object-detection", "semantic-segmentation")
"""The tasks that can be learned on maps."""
TRIED_PX = 64
"""The side of the empty picture by which a backbone is looked through."""
FINEST = 4
"""Maps of a smaller stride are too large to look for things in."""


def maps_of(backbone: nn.Module) -> nn.Module:
    """The parts of `backbone` from its input on, as far as they give maps.

    The module takes pictures (N, 3, px, px) and gives the last map of each size from the finest to the coarsest, each
    (N, channels, px / stride, px / stride); `strides` and `channels` name both. Where a backbone looks at no edge, its
    maps are a little smaller.
    """
    return _maps_class()(backbone)


def parts_of(network: nn.Module) -> Iterator[nn.Module]:
    """The pieces from the input on; sequences are opened one level deep."""
    from torch import nn

    for child in network.children():
        if isinstance(child, nn.Sequential):
            yield from child
        else:
            yield child


@cache
def _maps_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Maps(nn.Module):
        """The parts, run one after the other."""

        def __init__(self, backbone: nn.Module) -> None:
            super().__init__()
            used, sizes = _looked_through(backbone)
            for name, child in backbone.named_children():
                if any(part in used for part in (child, *child.children())):
                    self.add_module(name, child)
            self._used = len(used)
            ends = (at for at, size in enumerate(sizes) if at + 1 == len(sizes) or sizes[at + 1][0] < size[0])
            self._taps = tuple(at for at in ends if TRIED_PX // sizes[at][0] >= FINEST)
            self.strides = tuple(2 ** round(log2(TRIED_PX / sizes[at][0])) for at in self._taps)
            self.channels = tuple(sizes[at][1] for at in self._taps)

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
            maps = []
            for at, part in enumerate(parts_of(self)):
                if at == self._used:
                    break
                pictures = part(pictures)
                if at in self._taps:
                    maps.append(pictures)
            return tuple(maps)

    return Maps


def _looked_through(backbone: nn.Module) -> tuple[list[nn.Module], list[tuple[int, int]]]:
    """The parts that give maps, and side and channels of each map."""
    import torch

    weight, was_training = next(backbone.parameters()), backbone.training
    picture = torch.zeros(1, 3, TRIED_PX, TRIED_PX, device=weight.device, dtype=weight.dtype)
    used: list[nn.Module] = []
    sizes: list[tuple[int, int]] = []
    backbone.eval()
    with torch.no_grad():
        for part in parts_of(backbone):
            picture = part(picture)
            if picture.shape[-1] < TRIED_PX // 32 or _is_pooling(part):
                break
            used.append(part)
            sizes.append((picture.shape[-1], picture.shape[1]))
    backbone.train(was_training)
    return used, sizes


def _is_pooling(part: nn.Module) -> bool:
    """Whether it brings maps of any size to one."""
    from torch import nn

    return isinstance(part, nn.AdaptiveAvgPool2d)
