"""Any image classifier of the timm library: named by timm's config.json, or known by its tensors."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from math import prod
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from ptstudio.core.errors import ModelError
from ptstudio.core.licence import licence_of
from ptstudio.core.model_names import key_from
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import _timm_networks
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._maps import ON_MAPS
from ptstudio.models._tensors import copy_tensors, difference
from ptstudio.models._timm_layouts import architectures_with
from ptstudio.models._timm_maps import plain

if TYPE_CHECKING:
    import torch
    from torch import nn

STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


class Timm(ModelFamily):
    """Facts are those of timm for the architecture, and what a config.json says beyond them."""

    key = "timm"
    title = "timm image classifier"
    tasks = ("image-classification", *ON_MAPS)
    gives_maps = True
    catalogue = ()

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """The architecture that a timm config.json names, or the one that has exactly these tensors.

        Of a plain file, `file_name` tells apart what has the same tensors. Without shapes only the configuration is
        judged. Raises ModelError for an architecture that this timm does not know, and where several would do.
        """
        named = config.get("architecture")
        if named and "pretrained_cfg" in config:
            return self._described(str(named), shapes, config)
        if config.get("architectures") or not shapes:
            return None
        candidates = architectures_with(shapes)
        if not candidates:
            return None
        return self._described(_only(candidates, str(config.get("file_name", ""))), shapes, {})

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing is near: a layout is known or it is not."""
        del shapes
        return self.title, 0.0, "Its architecture is known by its tensors, or from timm's config.json beside it."

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network; raises ModelError where it takes no pictures of the model's size."""
        from torch import nn

        backbone, features = _timm_networks.backbone(model.architecture, model.picture.px)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(features, outputs)))

    @override
    def build_maps(self, model: PretrainedModel) -> "nn.Module":
        """As far as it gives maps; raises ModelError where it takes no pictures of the model's size."""
        return _timm_networks.maps(model.architecture, model.picture.px)

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy the backbone's tensors."""
        copy_tensors(tensors, plain(network.get_submodule("backbone")))

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The stem, the links of its chains of layers, the rest; in at most twelve blocks."""
        return _timm_networks.blocks(plain(network.get_submodule("backbone")))

    def _described(self, architecture: str, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel:
        facts = _timm_networks.facts_of(architecture) | dict(config.get("pretrained_cfg") or {})
        if shapes:
            reason = difference(_timm_networks.shapes_of(architecture), shapes)
            if reason:
                raise ModelError(
                    f"These weights are not those of a “{architecture}”: {reason}",
                    "The folder is incomplete or its files do not belong together. Download it again.",
                )
        size, usual = facts.get("input_size") or (3, 224, 224), ImageInput(px=224)
        return PretrainedModel(
            key=key_from(architecture),
            title=architecture,
            family=self.key,
            architecture=architecture,
            input=ImageInput(
                px=int(size[-1]),
                mean=tuple(facts.get("mean") or usual.mean),
                std=tuple(facts.get("std") or usual.std),
            ),
            parameters=sum(prod(shape) for name, shape in shapes.items() if not name.endswith(STATISTICS)),
            outputs=int(config.get("num_classes") or facts.get("num_classes") or 0),
            size_mb=0.0,
            licence=licence_of(str((config.get("pretrained_cfg") or {}).get("license") or "")).spdx,
            source="",
            sha256="",
            labels=tuple(config.get("label_names") or ()),
        )


def _only(candidates: list[str], file_name: str) -> str:
    """The one that is meant. Raises ModelError where the file's name does not say."""
    if len(candidates) == 1:
        return candidates[0]
    stem = re.split(r"[-.]", PurePath(file_name).name)[0].lower()
    named = [name for name in candidates if name == stem] or [name for name in candidates if stem.startswith(name)]
    if named:
        return max(named, key=len)
    shown = ", ".join(candidates[:6]) + (", …" if len(candidates) > 6 else "")
    raise ModelError(
        f"These weights fit {len(candidates)} networks of timm that compute differently: {shown}.",
        "Let the file's name begin with the right one, such as "
        f"“{candidates[0]}.pth”, or add the folder with timm's config.json beside the weights.",
    )
