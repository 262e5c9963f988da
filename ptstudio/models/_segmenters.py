"""Designs that say of every pixel of a picture what it belongs to, put on the backbone of any classifier."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel

DesignKey = Literal["unet", "unet++", "fcn", "deeplabv3", "lraspp"]
DESIGN = "design"
"""Where a model's `config` says which design is put on it."""
USUAL: DesignKey = "unet"
DESIGNS: Mapping[str, str] = {
    "unet": "U-Net",
    "unet++": "U-Net++",
    "fcn": "FCN",
    "deeplabv3": "DeepLabV3",
    "lraspp": "LR-ASPP",
}
"""What each is called."""


def on_maps(maps: Any, model: PretrainedModel, outputs: int) -> nn.Module:
    """Backbone and head: the design that a model's `config` names, or else the usual one, on its `maps`.

    It takes pictures (N, 3, px, px) and gives (N, outputs, rows, columns), a fraction of px.
    """
    from torch import nn

    head = segmenter_head(model.config.get(DESIGN, USUAL), maps.channels, outputs)
    return nn.Sequential(OrderedDict(backbone=maps, head=head))


def segmenter_head(key: DesignKey, channels: Sequence[int], outputs: int) -> nn.Module:
    """A design on maps of so many channels, from the finest to the coarsest."""
    match key:
        case "unet" | "unet++":
            from ptstudio.models._unet import unet_head

            return unet_head(channels, outputs, is_nested=key == "unet++")
        case "fcn":
            from ptstudio.models._segmenter_heads import fcn_head

            return fcn_head(channels, outputs)
        case "deeplabv3":
            from ptstudio.models._segmenter_heads import deeplab_head

            return deeplab_head(channels, outputs)
        case "lraspp":
            from ptstudio.models._segmenter_heads import lraspp_head

            return lraspp_head(channels, outputs)


def with_design(model: PretrainedModel, key: DesignKey) -> PretrainedModel:
    """The model with a design put on it."""
    return model.model_copy(update={"config": model.config | {DESIGN: key}})
