"""The facts of a model that looks at pictures, from its config.json and what lay beside it; knows no network."""

import re
from collections.abc import Mapping
from math import prod
from typing import Any

from ptstudio.core.errors import ModelError
from ptstudio.core.model_names import key_from
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models._family import Shapes

USUAL_PX = 224
STATISTICS = ("running_mean", "running_var", "num_batches_tracked")


def facts(family: str, config: Mapping[str, Any], shapes: Shapes) -> PretrainedModel:
    """What is known of a network with these tensors; `config` is its config.json, with `preprocessor` in it."""
    architecture = next(iter(config.get("architectures") or ()), "")
    names = labels(config)
    name = str(config.get("_name_or_path") or config.get("model_type", "")).rstrip("/").rpartition("/")[2]
    return PretrainedModel(
        key=key_from(name) or "picture-network",
        title=name or architecture,
        family=family,
        architecture=architecture,
        input=picture(config),
        parameters=sum(prod(shape) for name, shape in shapes.items() if not name.endswith(STATISTICS)),
        outputs=len(names) or int(config.get("num_labels", 0)),
        size_mb=0.0,
        licence="unknown",
        source="",
        sha256="",
        labels=() if all(re.fullmatch(r"LABEL_\d+", label) for label in names) else names,
        config={name: value for name, value in config.items() if name != "preprocessor"},
    )


def refuse_other_pictures(config: Mapping[str, Any]) -> None:
    """Raise ModelError for a model whose pictures have not three channels."""
    if config.get("num_channels", 3) != 3:
        raise ModelError(
            f"This model takes pictures of {config['num_channels']} channels; PTStudio's have three (RGB).",
            "Choose a model for ordinary colour pictures.",
        )


def labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The class names in the order of the outputs."""
    names = config.get("id2label") or {}
    return tuple(str(names[number]) for number in sorted(names, key=int))


def picture(config: Mapping[str, Any]) -> ImageInput:
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
