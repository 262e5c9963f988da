"""Any image classifier in Hugging Face format: its config.json says which network it is."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import key_from
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import _hugging_face
from ptstudio.models._family import ModelFamily, Shapes
from ptstudio.models._hub_models import HUB_MODELS

if TYPE_CHECKING:
    import torch
    from torch import nn

CLASSIFIER = "ForImageClassification"
USUAL_PX = 224
STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


class HuggingFaceImageClassifier(ModelFamily):
    """Facts are read from the configuration; `config` of the model is that configuration."""

    key = "hf-image-classifier"
    title = "Hugging Face image classifier"
    tasks = ("image-classification",)

    @cached_property
    def catalogue(self) -> tuple[PretrainedModel, ...]:
        """The published models as facts."""
        return tuple(model.facts(self.key) for model in HUB_MODELS)

    def recognise(self, shapes: Shapes, config: Mapping[str, Any]) -> PretrainedModel | None:
        """Read the facts from config.json (and `preprocessor`, what lay beside it); builds nothing.

        Raises ModelError for an image classifier that needs code of its own, or that cannot be trained further.
        """
        architecture = next(iter(config.get("architectures") or ()), "")
        if CLASSIFIER not in architecture:
            return None
        _hugging_face.refuse_unsuitable(config)
        _refuse_other_pictures(config)
        labels = _labels(config)
        settings = {name: value for name, value in config.items() if name != "preprocessor"}
        name = str(config.get("_name_or_path") or config.get("model_type", "")).rstrip("/").rpartition("/")[2]
        return PretrainedModel(
            key=key_from(name) or "image-classifier",
            title=name or architecture,
            family=self.key,
            architecture=architecture,
            input=_picture(config),
            parameters=sum(prod(shape) for name, shape in shapes.items() if not name.endswith(STATISTICS)),
            outputs=len(labels) or int(config.get("num_labels", 0)),
            size_mb=0.0,
            licence="unknown",
            source="",
            sha256="",
            labels=() if all(re.fullmatch(r"LABEL_\d+", label) for label in labels) else labels,
            config=settings,
        )

    def closest(self, shapes: Shapes) -> tuple[str, float, str]:
        """Nothing can be near without a configuration."""
        del shapes
        return self.title, 0.0, "Such a model is a folder with a config.json beside its weights."

    def build(self, model: PretrainedModel, outputs: int) -> "nn.Module":
        """Make the network of the configuration; raises ModelError where its end is no linear layer on features."""
        from torch import nn

        backbone, features = _hugging_face.backbone(model.config, model.picture.px)
        return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(features, outputs)))

    def load(self, network: "nn.Module", tensors: "Mapping[str, torch.Tensor]") -> None:
        """Copy the backbone's tensors, by their names of today or of older versions of `transformers`."""
        _hugging_face.load(network.get_submodule("backbone"), tensors)

    def blocks(self, network: "nn.Module") -> "list[list[nn.Module]]":
        """The embeddings, the layers of the longest chain, the rest; in at most twelve blocks."""
        return _hugging_face.blocks(network.get_submodule("backbone"))


def _refuse_other_pictures(config: Mapping[str, Any]) -> None:
    if config.get("num_channels", 3) != 3:
        raise ModelError(
            f"This model takes pictures of {config['num_channels']} channels; PTStudio's have three (RGB).",
            "Choose a model for ordinary colour pictures.",
        )


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The class names in the order of the outputs."""
    names = config.get("id2label") or {}
    return tuple(str(names[number]) for number in sorted(names, key=int))


def _picture(config: Mapping[str, Any]) -> ImageInput:
    """The picture's size and normalisation, from the preprocessor where there is one."""
    preprocessor: Mapping[str, Any] = config.get("preprocessor") or {}
    crop = preprocessor.get("crop_size") if preprocessor.get("do_center_crop", True) else None
    px = _side(crop) or _side(preprocessor.get("size")) or _side(config.get("image_size")) or USUAL_PX
    if not preprocessor.get("do_normalize", True):
        return ImageInput(px=px, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))
    usual = ImageInput(px=px)
    mean, std = preprocessor.get("image_mean"), preprocessor.get("image_std")
    return ImageInput(px=px, mean=tuple(mean or usual.mean), std=tuple(std or usual.std))


def _side(size: Any) -> int:
    """A side in pixels from the forms that the format knows: a number, a pair, or sides by name; 0 if none."""
    if isinstance(size, Mapping):
        return int(size.get("height") or size.get("shortest_edge") or 0)
    if isinstance(size, list | tuple):
        return int(size[0]) if size else 0
    return int(size or 0)
