"""Heads of torchvision's segmenters, as they suit maps of any backbone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ptstudio.models._map_layers import like, with_group_norm

if TYPE_CHECKING:
    import torch
    from torch import nn

RATES = (6, 12, 18)
"""How far apart DeepLabV3 looks, for maps of a sixteenth of the picture (Chen et al. 2017, arXiv:1706.05587)."""
INNER_CHANNELS = 128


def fcn_head(channels: Sequence[int], outputs: int) -> nn.Module:
    """FCN-8s: what the three coarsest maps say, each laid over the finer (Long et al. 2015, arXiv:1411.4038)."""
    return _fcn_class()(channels, outputs)


def deeplab_head(channels: Sequence[int], outputs: int) -> nn.Module:
    """DeepLabV3: the two coarsest maps in one, looked at in several widths at once."""
    return _deeplab_class()(channels, outputs)


def lraspp_head(channels: Sequence[int], outputs: int) -> nn.Module:
    """LR-ASPP, the lightest: the coarsest map, weighted by the whole, and a finer one (Howard et al. 2019,
    arXiv:1905.02244).
    """
    return _lraspp_class()(channels, outputs)


@cache
def _fcn_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn
    from torchvision.models.segmentation.fcn import FCNHead

    class Fcn(nn.Module):
        """A head for each map."""

        def __init__(self, channels: Sequence[int], outputs: int) -> None:
            super().__init__()
            self.heads = nn.ModuleList(with_group_norm(FCNHead(each, outputs)) for each in channels[-3:])

        def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
            finest, *coarser = (head(level) for head, level in zip(self.heads, maps[-3:], strict=True))
            said: torch.Tensor = finest
            for each in coarser:
                said = said + like(each, finest)
            return said

    return Fcn


@cache
def _deeplab_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import torch
    from torch import nn
    from torchvision.models.segmentation.deeplabv3 import DeepLabHead

    class DeepLab(nn.Module):
        """The library's head on two maps."""

        def __init__(self, channels: Sequence[int], outputs: int) -> None:
            super().__init__()
            self.head = with_group_norm(DeepLabHead(channels[-2] + channels[-1], outputs, RATES))

        def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
            said: torch.Tensor = self.head(torch.cat((maps[-2], like(maps[-1], maps[-2])), dim=1))
            return said

    return DeepLab


@cache
def _lraspp_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn
    from torchvision.models.segmentation.lraspp import LRASPPHead

    class LrAspp(nn.Module):
        """The library's head on two maps."""

        def __init__(self, channels: Sequence[int], outputs: int) -> None:
            super().__init__()
            self.head = with_group_norm(LRASPPHead(channels[-3], channels[-1], outputs, INNER_CHANNELS))

        def forward(self, maps: Sequence[torch.Tensor]) -> torch.Tensor:
            said: torch.Tensor = self.head({"low": maps[-3], "high": maps[-1]})
            return said

    return LrAspp
