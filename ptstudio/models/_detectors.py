"""Designs of detectors that can be put on the backbone of any classifier, and what each is made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ptstudio.models import _anchors

if TYPE_CHECKING:
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel

DesignKey = Literal["ssdlite", "retinanet", "fcos", "faster-rcnn"]
DESIGN, ANCHORS = "design", "anchors"
"""Where a model's `config` says which design is put on it, and the shapes of its anchors."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """`strides` are those of the levels on which things are looked for, `anchors` how many shapes each has (0: none),
    `is_alike` whether all levels have as many.
    """

    title: str
    strides: tuple[int, ...]
    anchors: int
    is_alike: bool = True


DESIGNS: dict[DesignKey, Design] = {
    "ssdlite": Design(title="SSDLite", strides=(16, 32, 64, 128, 256, 512), anchors=6),
    "retinanet": Design(title="RetinaNet", strides=(8, 16, 32, 64, 128), anchors=9),
    "fcos": Design(title="FCOS", strides=(8, 16, 32, 64, 128), anchors=0),
    "faster-rcnn": Design(title="Faster R-CNN", strides=(8, 16, 32, 64), anchors=3),
}


def on_maps(maps: Any, model: PretrainedModel, classes: int) -> nn.Module:
    """Backbone and head: the design that a model's `config` names, on its `maps`; takes pictures (N, 3, px, px)."""
    from torch import nn

    return nn.Sequential(OrderedDict(backbone=maps, head=detector_head(model, maps.channels, classes)))


def detector_head(model: PretrainedModel, channels: Sequence[int], classes: int) -> nn.Module:
    """The design that a model's `config` names, on maps of so many channels, for so many classes."""
    key, px = model.config[DESIGN], model.picture.px
    shapes = model.config.get(ANCHORS)
    match key:
        case "ssdlite":
            from ptstudio.models import _ssd

            return _ssd.ssdlite_head(channels, classes, shapes or _usual(key, px, _ssd.TIMES))
        case "retinanet":
            from ptstudio.models import _retinanet

            return _retinanet.retinanet_head(channels, classes, shapes or _usual(key, px, _retinanet.TIMES))
        case "fcos":
            from ptstudio.models._fcos import fcos_head

            return fcos_head(channels, classes)
        case _:
            from ptstudio.models import _faster_rcnn

            usual = _usual("faster-rcnn", px, _faster_rcnn.TIMES)
            return _faster_rcnn.faster_rcnn_head(channels, classes, shapes or usual, px)


def _usual(key: DesignKey, px: int, times: Sequence[float]) -> _anchors.Shapes:
    return _anchors.usual_shapes(DESIGNS[key].strides, px, times)


def with_design(model: PretrainedModel, key: DesignKey, **more: Any) -> PretrainedModel:
    """The model with a design put on it."""
    return model.model_copy(update={"config": model.config | {DESIGN: key} | more})
