"""Small networks that mark areas, with random weights."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model

if TYPE_CHECKING:
    import torch
    from torch import nn


def segmenter_tensors(architecture: str, outputs: int = 21) -> "dict[str, torch.Tensor]":
    """A state dict of torchvision's network with random weights, as its publisher would save it."""
    from torchvision.models import get_model

    network = get_model(
        architecture, weights=None, weights_backbone=None, num_classes=outputs, aux_loss="resnet" in architecture
    )
    tensors: dict[str, torch.Tensor] = network.state_dict()
    return tensors


def segmenter_in_library(key: str) -> None:
    """Put random weights in the shape of a catalogue model into the library, so that no download is needed."""
    import torch

    torch.manual_seed(0)
    library = Library.standard()
    model, _ = find_model(key, library)
    library.add(model, segmenter_tensors(model.architecture, outputs=2))


def segformer_folder(folder: Path, px: int = 64) -> "nn.Module":
    """Write a tiny random SegFormer of three classes in Hugging Face format, and give it in evaluation mode."""
    import torch
    import transformers

    torch.manual_seed(0)
    labels = {0: "wall", 1: "sky", 2: "tree"}
    config: Any = transformers.SegformerConfig(
        hidden_sizes=[8, 16, 16, 16], depths=[1, 1, 1, 1], decoder_hidden_size=16, id2label=labels,
        num_attention_heads=[1, 1, 2, 2],
    )  # fmt: skip
    network: Any = transformers.SegformerForSemanticSegmentation(config).eval()
    verbosity: Any = transformers.utils.logging
    verbosity.disable_progress_bar()
    network.save_pretrained(folder)
    preprocessor = {"size": {"height": px, "width": px}, "image_mean": [0.5] * 3, "image_std": [0.25] * 3}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    made: nn.Module = network
    return made
