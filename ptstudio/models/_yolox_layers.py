"""YOLOX's layers, with the names that its published weights have; knows no loss.

Ge et al. 2021 (arXiv:2107.08430).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ptstudio.models import _anchors
from ptstudio.models._yolox import Placed, at_all_places

if TYPE_CHECKING:
    import torch
    from torch import nn

WIDTHS = (64, 128, 256, 512, 1024)
"""Channels of the maps of strides 2 to 32, for a width of 1."""
HEAD_WIDTH = 256
POOLED = (5, 9, 13)
EPSILON, MOMENTUM = 1e-3, 0.03
"""Of normalisation."""
PRIOR = 0.01
"""How probable anything is at first."""


@dataclass(frozen=True)
class Scale:
    """How deep and wide a network is, as shares of the largest; small ones are made of light layers."""

    depth: float
    width: float
    is_light: bool = False

    def channels(self, count: int) -> int:
        """So many at a width of 1 are here."""
        return int(count * self.width)

    def repeats(self, count: int) -> int:
        """So many at a depth of 1 are here."""
        return max(1, round(count * self.depth))


class Parts(NamedTuple):
    """A backbone, whose tensors have their published names without `backbone.`, and a head, without `head.`."""

    backbone: nn.Module
    head: nn.Module


def yolox(scale: Scale, classes: int) -> Parts:
    """The network of a scale for so many classes, with random weights."""
    from torch import nn

    backbone, head = _pyramid_class()(scale), _head_class()(scale, classes)
    for module in (*backbone.modules(), *head.modules()):
        if isinstance(module, nn.BatchNorm2d):
            module.eps, module.momentum = EPSILON, MOMENTUM
    return Parts(backbone, head)


@cache
def _convolution_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn
    from torch.nn import functional

    class Convolution(nn.Module):
        """Convolution, normalisation, SiLU."""

        def __init__(self, given: int, wanted: int, size: int = 1, stride: int = 1, groups: int = 1) -> None:
            super().__init__()
            self.conv = nn.Conv2d(given, wanted, size, stride, size // 2, groups=groups, bias=False)
            self.bn = nn.BatchNorm2d(wanted)

        def forward(self, maps: torch.Tensor) -> torch.Tensor:
            return functional.silu(self.bn(self.conv(maps)))

    return Convolution


def _large(scale: Scale, given: int, wanted: int, stride: int = 1) -> nn.Module:
    """A convolution of 3 × 3; a light one looks at each channel by itself, then at all of them."""
    from torch import nn

    convolution = _convolution_class()
    if not scale.is_light:
        return convolution(given, wanted, 3, stride)
    light = OrderedDict(dconv=convolution(given, given, 3, stride, given), pconv=convolution(given, wanted))
    return nn.Sequential(light)


@cache
def _bottleneck_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Bottleneck(nn.Module):
        """Two convolutions beside which, if it `adds`, what was given goes on as it is."""

        def __init__(self, scale: Scale, channels: int, *, adds: bool) -> None:
            super().__init__()
            self.conv1 = _convolution_class()(channels, channels)
            self.conv2 = _large(scale, channels, channels)
            self.adds = adds

        def forward(self, maps: torch.Tensor) -> torch.Tensor:
            seen: torch.Tensor = self.conv2(self.conv1(maps))
            return maps + seen if self.adds else seen

    return Bottleneck


@cache
def _stage_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn

    class Stage(nn.Module):
        """Half of the channels pass bottlenecks, the others go around them (Wang et al. 2019, arXiv:1911.11929)."""

        def __init__(self, scale: Scale, given: int, wanted: int, count: int, *, adds: bool = False) -> None:
            super().__init__()
            convolution, half = _convolution_class(), wanted // 2
            self.conv1, self.conv2 = convolution(given, half), convolution(given, half)
            self.conv3 = convolution(2 * half, wanted)
            self.m = nn.Sequential(*(_bottleneck_class()(scale, half, adds=adds) for _ in range(count)))

        def forward(self, maps: torch.Tensor) -> torch.Tensor:
            both = torch.cat((self.m(self.conv1(maps)), self.conv2(maps)), dim=1)
            seen: torch.Tensor = self.conv3(both)
            return seen

    return Stage


@cache
def _pooling_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Pooling(nn.Module):
        """What is strongest around each place, nearer and farther."""

        def __init__(self, channels: int) -> None:
            super().__init__()
            convolution, half = _convolution_class(), channels // 2
            self.conv1, self.conv2 = convolution(channels, half), convolution(half * (len(POOLED) + 1), channels)

        def forward(self, maps: torch.Tensor) -> torch.Tensor:
            maps = self.conv1(maps)
            pooled = (functional.max_pool2d(maps, size, stride=1, padding=size // 2) for size in POOLED)
            seen: torch.Tensor = self.conv2(torch.cat((maps, *pooled), dim=1))
            return seen

    return Pooling


@cache
def _stem_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn

    class Stem(nn.Module):
        """Each four pixels of a square become one of four times as many channels; pictures are red, green, blue here,
        and were blue, green, red when the published weights learned.
        """

        def __init__(self, wanted: int) -> None:
            super().__init__()
            self.conv = _convolution_class()(12, wanted, 3)

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            pictures = pictures.flip(1)
            corners = [pictures[..., down::2, across::2] for across in (0, 1) for down in (0, 1)]
            seen: torch.Tensor = self.conv(torch.cat(corners, dim=1))
            return seen

    return Stem


@cache
def _darknet_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Darknet(nn.Module):
        """Five times half as large; gives the maps of strides of 8, 16 and 32."""

        def __init__(self, scale: Scale) -> None:
            super().__init__()
            stage, few = _stage_class(), scale.repeats(3)
            first, *rest = (scale.channels(width) for width in WIDTHS)
            self.stem = _stem_class()(first)
            self.dark2 = nn.Sequential(_large(scale, first, rest[0], 2), stage(scale, rest[0], rest[0], few, adds=True))
            self.dark3 = nn.Sequential(
                _large(scale, rest[0], rest[1], 2), stage(scale, rest[1], rest[1], 3 * few, adds=True)
            )
            self.dark4 = nn.Sequential(
                _large(scale, rest[1], rest[2], 2), stage(scale, rest[2], rest[2], 3 * few, adds=True)
            )
            self.dark5 = nn.Sequential(
                _large(scale, rest[2], rest[3], 2), _pooling_class()(rest[3]), stage(scale, rest[3], rest[3], few)
            )

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            fine = self.dark3(self.dark2(self.stem(pictures)))
            middle = self.dark4(fine)
            return fine, middle, self.dark5(middle)

    return Darknet


@cache
def _pyramid_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Pyramid(nn.Module):
        """What coarse maps have seen goes to fine ones, and back (Liu et al. 2018, arXiv:1803.01534)."""

        def __init__(self, scale: Scale) -> None:
            super().__init__()
            convolution, stage, few = _convolution_class(), _stage_class(), scale.repeats(3)
            fine, middle, coarse = (scale.channels(width) for width in WIDTHS[2:])
            self.backbone = _darknet_class()(scale)
            self.lateral_conv0 = convolution(coarse, middle)
            self.C3_p4 = stage(scale, 2 * middle, middle, few)
            self.reduce_conv1 = convolution(middle, fine)
            self.C3_p3 = stage(scale, 2 * fine, fine, few)
            self.bu_conv2 = _large(scale, fine, fine, 2)
            self.C3_n3 = stage(scale, 2 * fine, middle, few)
            self.bu_conv1 = _large(scale, middle, middle, 2)
            self.C3_n4 = stage(scale, 2 * middle, coarse, few)

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            fine, middle, coarse = self.backbone(pictures)
            coarse = self.lateral_conv0(coarse)
            middle = self.reduce_conv1(self.C3_p4(_together(coarse, middle)))
            fine = self.C3_p3(_together(middle, fine))
            middle = self.C3_n3(torch.cat((self.bu_conv2(fine), middle), dim=1))
            return fine, middle, self.C3_n4(torch.cat((self.bu_conv1(middle), coarse), dim=1))

    def _together(coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        """A map and one that is half as large."""
        return torch.cat((functional.interpolate(coarse, size=fine.shape[-2:], mode="nearest"), fine), dim=1)

    return Pyramid


@cache
def _head_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Head(nn.Module):
        """At each level, one pair of layers tells what is there, and another one where."""

        def __init__(self, scale: Scale, classes: int) -> None:
            super().__init__()
            width, levels = scale.channels(HEAD_WIDTH), [scale.channels(each) for each in WIDTHS[2:]]

            def pair() -> nn.Module:
                return nn.Sequential(_large(scale, width, width), _large(scale, width, width))

            self.stems = nn.ModuleList(_convolution_class()(each, width) for each in levels)
            self.cls_convs = nn.ModuleList(pair() for _ in levels)
            self.reg_convs = nn.ModuleList(pair() for _ in levels)
            self.cls_preds = nn.ModuleList(nn.Conv2d(width, classes, 1) for _ in levels)
            self.reg_preds = nn.ModuleList(nn.Conv2d(width, 4, 1) for _ in levels)
            self.obj_preds = nn.ModuleList(nn.Conv2d(width, 1, 1) for _ in levels)
            for layer in (*self.cls_preds, *self.obj_preds):
                nn.init.constant_(layer.bias, -math.log((1 - PRIOR) / PRIOR))

        def forward(self, maps: Sequence[torch.Tensor]) -> Placed:
            logits, steps, there = [], [], []
            for at, level in enumerate(maps):
                seen = self.stems[at](level)
                where = self.reg_convs[at](seen)
                logits.append(self.cls_preds[at](self.cls_convs[at](seen)))
                steps.append(self.reg_preds[at](where))
                there.append(self.obj_preds[at](where))
            said = [_anchors.laid_out(each, each[0].shape[1]) for each in (logits, steps, there)]
            return Placed(said[0], said[1], said[2].squeeze(-1), at_all_places(maps))

    return Head
