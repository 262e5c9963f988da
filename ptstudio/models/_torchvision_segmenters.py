"""Torchvision's segmenters without their last layer, under the names that their tensors have there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ptstudio.models._light_torchvision import make_network
from ptstudio.models._map_layers import like

if TYPE_CHECKING:
    import torch
    from torch import nn

LAST_LAYERS = ("classifier.4.", "classifier.low_classifier.", "classifier.high_classifier.")


def taken_apart(architecture: str) -> tuple[nn.Module, int]:
    """The network with random weights, which takes pictures (N, 3, px, px) and gives (N, channels, rows, columns); and
    these channels.
    """
    whole: Any = make_network(architecture, weights_backbone=None, aux_loss=False)
    sees, says = whole.backbone, whole.classifier
    if architecture.startswith("lraspp"):
        channels = says.low_classifier.in_channels + says.high_classifier.in_channels
        del says.low_classifier, says.high_classifier
        return _light_class()(sees, says), channels
    channels = says[-1].in_channels
    return _plain_class()(sees, says[:-1]), channels


@cache
def _plain_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Segmenting(nn.Module):
        """What sees, and what says where."""

        def __init__(self, backbone: nn.Module, classifier: nn.Module) -> None:
            super().__init__()
            self.backbone = backbone
            self.classifier = classifier

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            said: torch.Tensor = self.classifier(self.backbone(pictures)["out"])
            return said

    return Segmenting


@cache
def _light_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn

    class Light(nn.Module):
        """LR-ASPP: what is seen as a whole beside what is seen from near. Its two last layers, whose answers are added,
        are one on both.
        """

        def __init__(self, backbone: nn.Module, classifier: nn.Module) -> None:
            super().__init__()
            self.backbone = backbone
            self.classifier = classifier

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            seen = self.backbone(pictures)
            narrow, scale = (self.classifier.get_submodule(name) for name in ("cbr", "scale"))
            wide = narrow(seen["high"]) * scale(seen["high"])
            return torch.cat((seen["low"], like(wide, seen["low"])), dim=1)

    return Light
