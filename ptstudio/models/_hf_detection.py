"""Detectors of the `transformers` library, parted into what sees and what asks; knows them by kind, not by weights.

The library's own network asks as it does there: in the place of the part that sees stands one that hands on its maps.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ptstudio.core.errors import ModelError
from ptstudio.models import _hugging_face
from ptstudio.models._queries import Queried, QueriedOrNothing, corners
from ptstudio.models._tensors import copy_tensors, copy_what_fits

if TYPE_CHECKING:
    import torch
    from torch import nn

CHOOSE_ANOTHER = "Choose another detector, such as RT-DETR, D-FINE, RF-DETR, YOLOS or DETR."
STRIDE = 32
"""Of the coarsest maps: the sides of pictures are multiples of it."""


class Seen(NamedTuple):
    """Maps in the place of the picture of which they were made."""

    maps: tuple[torch.Tensor, ...]

    @property
    def shape(self) -> torch.Size:
        """That of the finest."""
        return self.maps[0].shape

    @property
    def device(self) -> torch.device:
        """Where they are."""
        return self.maps[0].device

    @property
    def dtype(self) -> torch.dtype:
        """How exact they are."""
        return self.maps[0].dtype


def _with_masks(seen: Seen) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Each map, and that all of it belongs to the picture."""
    import torch

    return [(each, torch.ones_like(each[:, 0], dtype=torch.bool)) for each in seen.maps]


def _of_tokens(seen: Seen) -> Any:
    """What a transformer has made of the parts of a picture, and of its queries."""
    from transformers.modeling_outputs import BaseModelOutputWithPooling

    return BaseModelOutputWithPooling(last_hidden_state=seen.maps[0])


def _layers_of_rt_detr(network: Any, said: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """What is said of the places that queries begin with, then by each layer."""
    import torch

    del network
    first = (said.enc_topk_logits.unsqueeze(1), said.enc_topk_bboxes.unsqueeze(1))
    layers = (said.intermediate_logits, said.intermediate_reference_points)
    logits, boxes = (torch.cat(pair, dim=1) for pair in zip(first, layers, strict=True))
    return logits, boxes


def _layers_of_rf_detr(network: Any, said: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """The same of a network that keeps what its layers think, not what they say."""
    import torch

    layers = network.predict_class_and_boxes(said.intermediate_hidden_states, said.intermediate_reference_points)
    first = (said.enc_outputs_class.unsqueeze(0), said.enc_outputs_coord_logits.unsqueeze(0))
    logits, boxes = (torch.cat(pair).transpose(0, 1) for pair in zip(first, layers, strict=True))
    return logits, boxes


def _last_layer(network: Any, said: Any) -> tuple[torch.Tensor, torch.Tensor]:
    del network
    return said.logits.unsqueeze(1), said.pred_boxes.unsqueeze(1)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a kind of network is parted.

    `eyes` is the part that sees, `handed_on` makes of maps what it says, `layers` gives logits and boxes (N, layers, Q,
    …). `answer` is what they are, `settings` are those that are not taken from the configuration; the rows of `grouped`
    tensors belong to several groups of queries, of which the first is used.
    """

    eyes: str = "model.backbone"
    handed_on: Callable[[Seen], Any] = _with_masks
    layers: Callable[[Any, Any], tuple[torch.Tensor, torch.Tensor]] = _last_layer
    answer: type[Queried] = Queried
    settings: Mapping[str, Any] = field(default_factory=dict)
    grouped: tuple[str, ...] = ()


ANY_SIZE = {"anchor_image_size": None, "eval_size": None, "num_denoising": 0, "freeze_backbone_batch_norms": False}
"""Pictures of any size, no queries that are only there for learning, and normalisation that can learn."""
RT_DETR = Kind(layers=_layers_of_rt_detr, settings=ANY_SIZE)
KINDS = {
    "detr": Kind(answer=QueriedOrNothing),
    "conditional_detr": Kind(),
    "yolos": Kind(eyes="vit", handed_on=_of_tokens, answer=QueriedOrNothing),
    "rt_detr": RT_DETR,
    "rt_detr_v2": RT_DETR,
    "d_fine": RT_DETR,
    "rf_detr": Kind(
        handed_on=lambda seen: _with_masks(seen)[0],
        layers=_layers_of_rf_detr,
        settings={"group_detr": 1},
        grouped=("model.reference_point_embed.weight", "model.query_feat.weight"),
    ),
}


def parted(settings: Mapping[str, Any], outputs: int, px: int) -> nn.Module:
    """A detector for so many classes and pictures of `px` pixels with random weights: backbone and head. Raises
    ModelError where the library cannot build it.
    """
    import torch
    from torch import nn
    from transformers import AutoModelForObjectDetection

    detectors: Any = AutoModelForObjectDetection
    try:
        kind = KINDS[settings.get("model_type", "")]
        config = _config(settings, **kind.settings)
        config.num_labels = outputs
        if strides := getattr(config, "feat_strides", ()):
            # Queries begin at places of the maps, of which small pictures have fewer.
            config.num_queries = min(config.num_queries, sum((px // stride) ** 2 for stride in strides))
        whole = detectors.from_config(config, dtype=torch.float32)
    except _hugging_face.refusals() as error:
        name = settings.get("model_type", "")
        raise ModelError(f"No detector can be built from this config.json (“{name}”).", CHOOSE_ANOTHER) from error
    eyes = whole.get_submodule(kind.eyes).requires_grad_(True)
    whole.set_submodule(kind.eyes, _stand_in_class()(kind))
    _hold_still(whole)
    asking = _asking_class()(whole, kind, settings)
    return nn.Sequential(OrderedDict(backbone=_eyes_class()(eyes, _step(config)), head=asking))


def load(network: nn.Module, tensors: Mapping[str, torch.Tensor]) -> None:
    """Copy tensors into a detector made here; those of the head that belong to other classes stay random.

    Raises ModelError where any is missing or has a shape that its configuration does not say.
    """
    head: Any = network.get_submodule("head")
    eyes, asking = head.kind.eyes, head.network
    full, missing, misshapen = _hugging_face.read(type(asking), _config(head.settings), tensors)
    _hugging_face.refuse_absent(sorted(missing | misshapen))
    copy_tensors(full.get_submodule(eyes).state_dict(), network.get_submodule("backbone.network"))
    state = full.state_dict()
    state |= {name: state[name][: asking.config.num_queries] for name in head.kind.grouped}
    copy_what_fits(state, asking)


def _config(settings: Mapping[str, Any], **otherwise: Any) -> Any:
    """The library's own configuration, but for what is set `otherwise`."""
    from transformers import CONFIG_MAPPING

    return CONFIG_MAPPING[str(settings.get("model_type", ""))].from_dict(deepcopy({**settings, **otherwise}))


def _hold_still(network: nn.Module) -> None:
    """What the library never lets learn is no parameter here, where all of a part learns."""
    for module in network.modules():
        for name, parameter in list(module.named_parameters(recurse=False)):
            if not parameter.requires_grad:
                delattr(module, name)
                module.register_buffer(name, parameter.detach())


def _step(config: Any) -> int:
    """Of what the sides of pictures have to be multiples: of the stride of the coarsest map, or of a window."""
    eyes = getattr(config, "backbone_config", None) or config
    patch: int = getattr(eyes, "patch_size", STRIDE)
    windows: int = getattr(eyes, "num_windows", 1)
    return patch * windows


@cache
def _stand_in_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class StandIn(nn.Module):
        """Hands on what was seen."""

        def __init__(self, kind: Kind) -> None:
            super().__init__()
            self.kind = kind

        def forward(self, seen: Seen, *_masks: Any, **_options: Any) -> Any:
            return self.kind.handed_on(seen)

    return StandIn


@cache
def _eyes_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    import inspect

    import torch
    from torch import nn
    from torch.nn import functional

    class Eyes(nn.Module):
        """The part that sees, for pictures whose sides are multiples of `step`; others are brought to the next."""

        def __init__(self, network: nn.Module, step: int) -> None:
            super().__init__()
            self.network, self.step = network, step
            self.takes_masks = "pixel_mask" in inspect.signature(network.forward).parameters

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
            given = int(pictures.shape[-1])
            side = max(1, round(given / self.step)) * self.step
            if side != given:
                pictures = functional.interpolate(pictures, size=(side, side), mode="bilinear", antialias=False)
            masks = (torch.ones_like(pictures[:, 0]),) if self.takes_masks else ()
            return _maps(self.network(pictures, *masks))

    return Eyes


def _maps(said: Any) -> tuple[torch.Tensor, ...]:
    """What the part that sees says, without masks."""
    if isinstance(said, list):
        return tuple(each for each, _ in said)
    return (said[0],)


@cache
def _asking_class() -> type[nn.Module]:
    """Made on first use, because its base class needs torch."""
    from torch import nn

    class Asking(nn.Module):
        """The library's network without the part that sees; `settings` are those of the published one."""

        def __init__(self, network: nn.Module, kind: Kind, settings: Mapping[str, Any]) -> None:
            super().__init__()
            self.network, self.kind, self.settings = network, kind, settings

        def forward(self, maps: tuple[torch.Tensor, ...]) -> Queried:
            said = self.network(pixel_values=Seen(maps))
            logits, boxes = self.kind.layers(self.network, said)
            return self.kind.answer(logits, corners(boxes))

    return Asking
