"""Torchvision's segmenters: their facts, and how they are recognised, taken apart and loaded."""

from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional
from torchvision.models import get_model, get_model_weights

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import all_families
from tests.helpers.segmenters import segmenter_tensors

FAMILY = all_families()["torchvision-segmenters"]
SMALL = ("lraspp_mobilenet_v3_large", "deeplabv3_mobilenet_v3_large")
OUTPUTS = 3


def shapes_of(tensors: dict[str, torch.Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def model_of(key: str, px: int = 64) -> PretrainedModel:
    model = next(model for model in FAMILY.catalogue if model.key == key)
    return model.model_copy(update={"input": ImageInput(px=px)})


@pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
def test_facts_are_those_of_the_published_weights(model: PretrainedModel) -> None:
    weights = get_model_weights(model.architecture).DEFAULT
    pictures = weights.transforms()
    assert [model.picture.px] == pictures.resize_size
    assert (list(model.picture.mean), list(model.picture.std)) == (pictures.mean, pictures.std)
    assert model.parameters == weights.meta["num_params"]
    assert model.outputs == len(weights.meta["categories"])
    assert model.accuracy == weights.meta["_metrics"]["COCO-val2017-VOC-labels"]["miou"]
    assert model.accuracy_source == weights.meta["recipe"]
    assert model.size_mb == pytest.approx(weights.meta["_file_size"] * 2**20 / 10**6, abs=0.001)
    assert model.source == weights.url
    assert model.source.endswith(f"-{model.sha256}.pth")


@pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
def test_weights_are_recognised_with_any_number_of_outputs(model: PretrainedModel) -> None:
    with torch.device("meta"):
        shapes = shapes_of(segmenter_tensors(model.architecture, outputs=5))
    claims = {key: family.recognise(shapes, {}) for key, family in all_families().items()}
    found = claims.pop(FAMILY.key)
    assert found is not None
    assert (found.key, found.outputs) == (model.key, 5)
    assert set(claims.values()) == {None}


@pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
def test_blocks_hold_every_parameter_once(model: PretrainedModel) -> None:
    with torch.device("meta"):
        network = FAMILY.build(model, OUTPUTS)
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())
    assert 4 <= len(blocks) <= 12


@pytest.mark.parametrize("key", SMALL)
def test_with_all_published_tensors_the_answers_are_torchvisions(key: str) -> None:
    torch.manual_seed(0)
    theirs: Any = get_model(key, weights=None, weights_backbone=None, num_classes=OUTPUTS).eval()
    ours = FAMILY.build(model_of(key), OUTPUTS).eval()
    FAMILY.load(ours, {f"module.{name}": tensor for name, tensor in theirs.state_dict().items()})
    head = ours.get_submodule("head")
    assert isinstance(head, nn.Conv2d)
    last = [
        part for name, part in theirs.classifier.named_modules() if name in ("4", "low_classifier", "high_classifier")
    ]
    with torch.no_grad():
        head.weight.copy_(torch.cat([part.weight for part in last], dim=1))
        head.load_state_dict({"weight": head.weight, "bias": sum(part.bias for part in last)})
    pictures = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        said = functional.interpolate(ours(pictures), size=64, mode="bilinear", align_corners=False)
        torch.testing.assert_close(said, theirs(pictures)["out"], atol=1e-4, rtol=1e-4)


def test_other_tensors_are_not_taken_for_a_segmenter() -> None:
    tensors = segmenter_tensors(SMALL[0])
    shapes = shapes_of(tensors)
    assert FAMILY.recognise(shapes, {"architectures": ["Something"]}) is None
    assert FAMILY.recognise({"layer.weight": (3, 4)}, {}) is None
    assert FAMILY.closest({"layer.weight": (3, 4)})[1] == 0
    name = "backbone.3.block.0.0.weight"
    assert FAMILY.recognise({**shapes, name: (1, 2, 3, 3)}, {}) is None
    title, share, reason = FAMILY.closest({**shapes, name: (1, 2, 3, 3)})
    assert title == "LR-ASPP, MobileNet V3"
    assert 0.9 < share < 1
    assert name in reason


def test_missing_tensors_are_named() -> None:
    tensors = segmenter_tensors(SMALL[0])
    del tensors["classifier.cbr.0.weight"]
    with pytest.raises(ModelError, match=r"classifier\.cbr\.0\.weight"):
        FAMILY.load(FAMILY.build(model_of(SMALL[0]), OUTPUTS), tensors)
