"""Makers of small weight files, sound and unsound."""

import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn

HARMFUL_TRACE = "harm-was-done"
SIDE_PX = 32


class Harmful:
    """Pickled, it makes a folder as soon as it is unpickled carelessly."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.folder / HARMFUL_TRACE),)


def some_tensors() -> "dict[str, torch.Tensor]":
    """Two small tensors by name."""
    import torch

    return {"layer.weight": torch.arange(12.0).reshape(3, 4), "layer.bias": torch.ones(3)}


def save(path: Path, contents: object, *, zipped: bool = True) -> Path:
    """Write with torch.save, in today's ZIP format or in the one before it."""
    import torch

    torch.save(contents, path, _use_new_zipfile_serialization=zipped)
    return path


def save_pickle(path: Path, contents: object, protocol: int = 2) -> Path:
    """Write a bare pickle, as old scripts do."""
    path.write_bytes(pickle.dumps(contents, protocol))
    return path


def torchvision_tensors(architecture: str, outputs: int = 1000) -> "dict[str, torch.Tensor]":
    """A state dict of torchvision's network with random weights, as its publisher would save it."""
    from torchvision.models import get_model

    options: dict[str, Any] = {"init_weights": False} if architecture in {"googlenet", "inception_v3"} else {}
    tensors: dict[str, torch.Tensor] = get_model(
        architecture, weights=None, num_classes=outputs, **options
    ).state_dict()
    return tensors


TINY: Mapping[str, Mapping[str, Any]] = {
    "vit": {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 20},
    "deit": {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 20},
    "beit": {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 20},
    "dinov2": {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "mlp_ratio": 2},
    "swin": {"embed_dim": 8, "depths": [1, 1], "num_heads": [2, 2], "window_size": 2, "patch_size": 4},
    "convnext": {"hidden_sizes": [8, 16], "depths": [1, 1], "num_stages": 2},
    "convnextv2": {"hidden_sizes": [8, 16], "depths": [1, 1], "num_stages": 2},
    "resnet": {"embedding_size": 8, "hidden_sizes": [8, 16], "depths": [1, 1], "layer_type": "basic"},
    "mobilenet_v2": {"depth_multiplier": 0.35, "finegrained_output": False},
    "poolformer": {
        "hidden_sizes": [8, 16],
        "depths": [1, 1],
        "patch_sizes": [7, 3],
        "strides": [4, 2],
        "padding": [2, 1],
        "num_encoder_blocks": 2,
        "mlp_ratio": 2.0,
    },
    "pvt_v2": {
        "hidden_sizes": [8, 16, 16, 16],
        "depths": [1, 1, 1, 1],
        "num_attention_heads": [1, 2, 2, 2],
        "mlp_ratios": [2, 2, 2, 2],
    },
    "levit": {
        "hidden_sizes": [16, 24, 32],
        "depths": [1, 1, 1],
        "num_attention_heads": [2, 3, 4],
        "key_dim": [8, 8, 8],
        "patch_size": 16,
    },
    "hiera": {
        "embed_dim": 8,
        "depths": [1, 1],
        "num_heads": [1, 2],
        "num_query_pool": 1,
        "patch_size": [7, 7],
        "image_size": [SIDE_PX, SIDE_PX],
    },
}
ARCHITECTURES = {
    "vit": "ViTForImageClassification",
    "deit": "DeiTForImageClassification",
    "beit": "BeitForImageClassification",
    "dinov2": "Dinov2ForImageClassification",
    "swin": "SwinForImageClassification",
    "convnext": "ConvNextForImageClassification",
    "convnextv2": "ConvNextV2ForImageClassification",
    "resnet": "ResNetForImageClassification",
    "mobilenet_v2": "MobileNetV2ForImageClassification",
    "poolformer": "PoolFormerForImageClassification",
    "pvt_v2": "PvtV2ForImageClassification",
    "levit": "LevitForImageClassificationWithTeacher",
    "hiera": "HieraForImageClassification",
}


def hugging_face_folder(folder: Path, kind: str, **settings: Any) -> "nn.Module":
    """Write a tiny random image classifier of three classes in Hugging Face format, and give it in evaluation mode."""
    import transformers

    labels = {0: "cat", 1: "dog", 2: "hen"}
    patch = {"patch_size": 8} if "patch_size" not in TINY[kind] else {}
    made = {"image_size": SIDE_PX, "id2label": labels, **patch, **TINY[kind], **settings}
    config: Any = transformers.CONFIG_MAPPING[kind](**made)
    network: Any = getattr(transformers, ARCHITECTURES[kind])(config).eval()
    verbosity: Any = transformers.utils.logging
    verbosity.disable_progress_bar()
    network.save_pretrained(folder)
    preprocessor = {"size": {"height": SIDE_PX, "width": SIDE_PX}, "image_mean": [0.5] * 3, "image_std": [0.25] * 3}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\ntags: [tiny]\n---\n# A tiny model\n")
    made_network: nn.Module = network
    return made_network


def timm_checkpoint(folder: Path, architecture: str) -> Path:
    """Write random weights of a network of timm as its own training script does; gives the file."""
    import timm
    import torch

    file = folder / f"{architecture}-best.pth"
    torch.save({"arch": architecture, "state_dict": timm.create_model(architecture).state_dict()}, file)
    return file
