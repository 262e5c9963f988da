"""Image classifiers in Hugging Face format: recognised, taken apart and loaded, or refused with a reason."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from tests.helpers.weights import SIDE_PX, TINY, hugging_face_folder

FAMILY = all_families()["hf-image-classifier"]
OTHER_CLASSES = 5


def linear_named(network: nn.Module, outputs: int) -> nn.Linear:
    return next(part for part in network.modules() if isinstance(part, nn.Linear) and part.out_features == outputs)


@pytest.mark.parametrize("kind", TINY)
def test_a_folder_becomes_a_backbone_with_the_same_answers(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(0)
    original: Any = hugging_face_folder(tmp_path, kind)
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    assert (model.picture.px, model.picture.mean, model.picture.std) == (SIDE_PX, (0.5,) * 3, (0.25,) * 3)
    assert (model.outputs, model.labels) == (3, ("cat", "dog", "hen"))
    assert model.parameters == sum(parameter.numel() for parameter in original.parameters())

    network = FAMILY.build(model, OTHER_CLASSES).eval()
    FAMILY.load(network, weights.tensors)
    pictures = torch.randn(2, 3, SIDE_PX, SIDE_PX)
    with torch.inference_mode():
        features = network.get_submodule("backbone")(pictures)
        assert features.ndim == 2
        torch.testing.assert_close(linear_named(original, 3)(features), original(pixel_values=pictures).logits)
        assert network(pictures).shape == (2, OTHER_CLASSES)

    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())
    assert 3 <= len(blocks) <= 12


def test_a_position_embedding_is_stretched_where_the_pictures_have_another_size(tmp_path: Path) -> None:
    hugging_face_folder(tmp_path, "vit")
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    larger = model.model_copy(update={"input": model.input.model_copy(update={"px": 48})})
    assert FAMILY.build(larger, 2)(torch.zeros(1, 3, 48, 48)).shape == (1, 2)


def test_building_leaves_the_configuration_alone(tmp_path: Path) -> None:
    hugging_face_folder(tmp_path, "swin")
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    before = model.to_line()
    FAMILY.build(model, 2)
    assert model.to_line() == before
    assert "preprocessor" not in model.config


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"auto_map": {"AutoModel": "modeling.Net"}}, "never runs code"),
        ({"quantization_config": {"bits": 4}}, "quantised"),
        ({"num_channels": 1}, "1 channels"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(extra: dict[str, Any], reason: str) -> None:
    config = {"architectures": ["ViTForImageClassification"], "model_type": "vit"} | extra
    with pytest.raises(ModelError, match=reason):
        FAMILY.recognise({}, config)


@pytest.mark.parametrize(
    ("preprocessor", "px"),
    [
        ({}, 96),
        ({"size": 64}, 64),
        ({"size": {"shortest_edge": 256}, "crop_size": {"height": 224, "width": 224}}, 224),
        ({"size": {"height": 48, "width": 48}, "crop_size": 40, "do_center_crop": False}, 48),
    ],
)
def test_the_picture_size_comes_from_the_preprocessor(preprocessor: dict[str, Any], px: int) -> None:
    config = {"architectures": ["ViTForImageClassification"], "image_size": 96, "preprocessor": preprocessor}
    model = FAMILY.recognise({}, config)
    assert model is not None
    assert model.picture.px == px


def test_a_network_that_is_unknown_or_has_no_linear_end_is_refused(tmp_path: Path) -> None:
    model = FAMILY.recognise({}, {"architectures": ["NovelForImageClassification"], "model_type": "novel"})
    assert model is not None
    with pytest.raises(ModelError, match="No image classifier can be built"):
        FAMILY.build(model, 2)
    hugging_face_folder(tmp_path, "vit")
    weights = read_weights(tmp_path)
    headless = FAMILY.recognise(weights.shapes, weights.config | {"id2label": {}})
    assert headless is not None
    with pytest.raises(ModelError, match="does not end with a linear layer"):
        FAMILY.build(headless, 2)


def test_weights_that_do_not_belong_to_the_configuration_are_refused(tmp_path: Path) -> None:
    hugging_face_folder(tmp_path, "vit")
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    network = FAMILY.build(model, 2)
    missing = {name: tensor for name, tensor in weights.tensors.items() if "layer.1." not in name}
    with pytest.raises(ModelError, match="do not fit the network of their config"):
        FAMILY.load(network, missing)
    misshapen = dict(weights.tensors) | {"vit.embeddings.cls_token": torch.zeros(1, 1, 4)}
    with pytest.raises(ModelError, match="cls_token"):
        FAMILY.load(network, misshapen)


def test_text_models_are_not_its_business() -> None:
    assert FAMILY.recognise({}, {"architectures": ["BertForSequenceClassification"]}) is None
    assert FAMILY.recognise({}, {}) is None
