"""SegFormer in Hugging Face format: recognised, taken apart and loaded, or refused with a reason."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from tests.helpers.segmenters import segformer_folder

FAMILY = all_families()["hf-segmenter"]
PX, OUTPUTS = 64, 5


def test_a_folder_becomes_a_backbone_with_the_same_answers(tmp_path: Path) -> None:
    original: Any = segformer_folder(tmp_path, PX)
    weights = read_weights(tmp_path)
    claims = {key: family.recognise(weights.shapes, weights.config) for key, family in all_families().items()}
    model = claims.pop(FAMILY.key)
    assert set(claims.values()) == {None}
    assert model is not None
    assert (model.picture.px, model.outputs, model.labels) == (PX, 3, ("wall", "sky", "tree"))
    assert model.parameters == sum(parameter.numel() for parameter in original.parameters())

    network = FAMILY.build(model, OUTPUTS).eval()
    FAMILY.load(network, weights.tensors)
    pictures = torch.randn(2, 3, PX, PX)
    with torch.inference_mode():
        features = network.get_submodule("backbone")(pictures)
        torch.testing.assert_close(original.decode_head.classifier(features), original(pixel_values=pictures).logits)
        assert network(pictures).shape == (2, OUTPUTS, PX // 4, PX // 4)


@pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
def test_published_networks_have_the_stated_parameters_and_blocks_hold_each_once(model: PretrainedModel) -> None:
    with torch.device("meta"):
        network = FAMILY.build(model, model.outputs)
    assert sum(parameter.numel() for parameter in network.parameters()) == model.parameters
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())
    assert 3 <= len(blocks) <= 12


def test_what_cannot_be_built_or_loaded_is_refused(tmp_path: Path) -> None:
    segformer_folder(tmp_path, PX)
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    odd = model.model_copy(update={"config": model.config | {"hidden_sizes": "none"}})
    with pytest.raises(ModelError, match=r"config\.json"):
        FAMILY.build(odd, OUTPUTS)
    with pytest.raises(ModelError, match="missing"):
        FAMILY.load(FAMILY.build(model, OUTPUTS), {"nothing": torch.zeros(1)})


def test_nothing_is_near_without_a_configuration() -> None:
    assert FAMILY.recognise({}, {}) is None
    assert FAMILY.closest({})[1] == 0


def test_the_last_layer_is_new(tmp_path: Path) -> None:
    segformer_folder(tmp_path, PX)
    weights = read_weights(tmp_path)
    model = FAMILY.recognise(weights.shapes, weights.config)
    assert model is not None
    head = FAMILY.build(model, OUTPUTS).get_submodule("head")
    assert isinstance(head, nn.Conv2d)
    assert head.out_channels == OUTPUTS
