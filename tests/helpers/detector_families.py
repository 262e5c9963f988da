"""Tiny detectors with random weights, and a project with a few things to find."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safetensors.torch import load_file, save_file

from ptstudio.core.jobs import ImportJob
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.core.project import Project
from ptstudio.engine.computing.network import WEIGHTS
from ptstudio.engine.importing import run as run_import
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights, find_model
from tests.helpers.annotations import CAT, DOG, Scene, coco
from tests.helpers.projects import done

if TYPE_CHECKING:
    import torch

SMALL: Mapping[str, Any] = {"d_model": 16, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16, "decoder_layers": 2}
HEADS = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
RESNET = {"embedding_size": 8, "hidden_sizes": [8, 8, 16, 16], "depths": [1, 1, 1, 1], "layer_type": "basic"}
RT_DETR = {
    **SMALL,
    **HEADS,
    "encoder_hidden_dim": 16,
    "encoder_in_channels": [8, 16, 16],
    "decoder_in_channels": [16, 16, 16],
    "num_queries": 84,  # as many as there are places in small pictures, so that no hair decides which are asked
    "backbone_config": {
        "model_type": "rt_detr_resnet",
        **RESNET,
        "out_features": ["stage2", "stage3", "stage4"],
    },
}
HGNET = {
    "model_type": "hgnet_v2",
    "embedding_size": 8,
    "hidden_sizes": [8, 8, 16, 16],
    "stem_channels": [3, 8, 8],
    "stage_in_channels": [8, 8, 8, 16],
    "stage_mid_channels": [8, 8, 8, 8],
    "stage_out_channels": [8, 8, 16, 16],
    "stage_num_blocks": [1, 1, 1, 1],
    "stage_numb_of_layers": [1, 1, 1, 1],
    "out_indices": [2, 3, 4],
}
ASKS_RESNET = {"model_type": "resnet", **RESNET, "out_features": ["stage2", "stage4"]}
TINY: Mapping[str, Mapping[str, Any]] = {
    "detr": {**SMALL, **HEADS, "encoder_layers": 1, "num_queries": 10, "backbone_config": ASKS_RESNET},
    "conditional_detr": {**SMALL, **HEADS, "encoder_layers": 1, "num_queries": 10, "backbone_config": ASKS_RESNET},
    "yolos": {
        "hidden_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 16,
        "image_size": [64, 64],
        "num_detection_tokens": 10,
    },
    "rt_detr": RT_DETR,
    "rt_detr_v2": RT_DETR,
    "d_fine": {**RT_DETR, "backbone_config": HGNET, "decoder_n_points": [2, 2, 2]},
    "rf_detr": {
        "d_model": 16,
        "decoder_ffn_dim": 16,
        "decoder_layers": 2,
        "decoder_self_attention_heads": 2,
        "decoder_cross_attention_heads": 2,
        "num_queries": 10,
        "group_detr": 3,
        "backbone_config": {
            "model_type": "rf_detr_dinov2",
            "hidden_size": 16,
            "num_hidden_layers": 4,
            "num_attention_heads": 2,
            "image_size": 64,
            "patch_size": 8,
            "num_windows": 2,
            "out_features": ["stage2", "stage4"],
        },
    },
}
ARCHITECTURES = {
    "detr": "DetrForObjectDetection",
    "conditional_detr": "ConditionalDetrForObjectDetection",
    "yolos": "YolosForObjectDetection",
    "rt_detr": "RTDetrForObjectDetection",
    "rt_detr_v2": "RTDetrV2ForObjectDetection",
    "d_fine": "DFineForObjectDetection",
    "rf_detr": "RfDetrForObjectDetection",
}
PX = 64
CLEAR = 1.5
"""By how much more new layers say than is usual."""
IS_PROBABILITY = re.compile(r"(cls|class|score|obj_preds).*\.bias$")
"""Where it stands how probable anything is at all."""


def detector_folder(folder: Path, kind: str) -> Any:
    """Write a tiny random detector of five classes in Hugging Face format, and give it in evaluation mode."""
    import torch
    import transformers

    torch.manual_seed(0)
    made: dict[str, Any] = {**TINY[kind], "num_labels": 5}
    config: Any = transformers.CONFIG_MAPPING[kind](**made)
    network: Any = getattr(transformers, ARCHITECTURES[kind])(config).eval()
    verbosity: Any = transformers.utils.logging
    verbosity.disable_progress_bar()
    network.save_pretrained(folder)
    preprocessor = {"size": {"height": PX, "width": PX}, "do_normalize": False}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    return network


def asking_detector(folder: Path, kind: str) -> str:
    """Put a tiny network of a kind of `transformers` into the library; gives its key."""
    detector_folder(folder / f"tiny-{kind}", kind)
    return add_weights(folder / f"tiny-{kind}", Library.standard()).model.key


def published_tensors(model: PretrainedModel) -> "dict[str, torch.Tensor]":
    """Random weights of a detector of the catalogue, in its publisher's names."""
    import torch
    from torchvision.models import get_model

    torch.manual_seed(0)
    if model.family != "torchvision-detectors":
        return dict(all_families()[model.family].build(model, model.outputs).state_dict())
    whole = get_model(model.architecture, weights=None, weights_backbone=None, num_classes=model.outputs)
    return dict(whole.state_dict())


def published_detector(key: str) -> str:
    """Put random weights of a detector of the catalogue into the library; gives its key."""
    library = Library.standard()
    model, entry = find_model(key, library)
    if entry is None:
        library.add(model, published_tensors(model))
    return key


def make_clear(run: Path) -> None:
    """Have a trained network say clearly different things of different places, and more than nothing, by a new random
    head: after three steps all places are about as probable, and rounding would decide which are found.
    """
    import torch

    torch.manual_seed(0)
    file = run / "model" / WEIGHTS
    tensors = load_file(file)
    for name, tensor in tensors.items():
        if name.startswith("head.") and tensor.ndim > 1:
            torch.nn.init.xavier_uniform_(tensor, gain=CLEAR)
        elif name.startswith("head.") and IS_PROBABILITY.search(name):
            tensor.zero_()
    save_file(tensors, file)


def project_with_things(folder: Path, pictures: int = 15) -> tuple[Project, str]:
    """A project with pictures of cats and dogs, one of which shows none; gives it with the revision's key."""
    shown = [Scene(f"{number}.png", [CAT, DOG] if number % 2 else [DOG], (32, 24)) for number in range(pictures)]
    project, source = Project.create(folder / "project"), coco(folder / "things", [*shown, Scene("empty.png")])
    job = ImportJob(task="object-detection", source=str(source), dataset="things")
    return project, str(done(run_import, job, project.new_run(job))["revision"])
