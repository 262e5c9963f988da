"""torchvision's detectors with few and narrow layers: what is theirs alone stays, and a step takes a moment."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from torch import nn

WIDTH = 64
"""Channels of a pyramid, instead of 256."""
GROUP = 8
"""How wide the narrow convolutions of a ResNet's blocks are at first, instead of 64."""
VGG = (8, 8, "M", 8, 8, "M", 8, 8, 8, "M", 8, 8, 512, "M", 8, 8, 512, "M")
"""Channels of VGG's convolutions; SSD's own layers need 512 where they begin."""


def narrow_detectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have torchvision build them so for the length of a test."""
    from torchvision.models.detection import backbone_utils, faster_rcnn, fcos, retinanet, ssd

    pyramid, coarser = backbone_utils.BackboneWithFPN, retinanet.LastLevelP6P7

    def narrow_pyramid(backbone: "nn.Module", layers: Any, channels: list[int], _width: int, **options: Any) -> Any:
        return pyramid(backbone, layers, channels, WIDTH, **options)

    def narrow_coarser(channels: int, width: int) -> Any:
        return coarser(WIDTH if channels == width else channels, WIDTH)

    monkeypatch.setattr(backbone_utils, "BackboneWithFPN", narrow_pyramid)
    for module in (faster_rcnn, fcos, retinanet):
        monkeypatch.setattr(module, "resnet50", _resnet)
    for module in (fcos, retinanet):
        monkeypatch.setattr(module, "LastLevelP6P7", narrow_coarser)
    monkeypatch.setattr(ssd, "vgg16", _vgg)


def _resnet(**options: Any) -> Any:
    from torchvision.models.resnet import Bottleneck, ResNet

    return ResNet(Bottleneck, [1, 1, 1, 1], width_per_group=GROUP, norm_layer=options.get("norm_layer"))


def _vgg(**_options: Any) -> SimpleNamespace:
    from torchvision.models.vgg import make_layers

    return SimpleNamespace(features=make_layers(list(VGG)))
