from pathlib import Path

import pytest
import torch

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights
from tests.helpers.detector_families import published_tensors
from tests.helpers.weights import save

FAMILY = all_families()["yolo"]
EACH = pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
NANO = FAMILY.catalogue[0]


@EACH
def test_a_network_has_the_stated_parameters_and_is_recognised_by_its_tensors(model: PretrainedModel) -> None:
    with torch.device("meta"):
        network = FAMILY.build(model, model.outputs)
    assert sum(parameter.numel() for parameter in network.parameters()) == model.parameters
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    assert FAMILY.recognise(shapes, {}) == model
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())


def test_tensors_have_the_names_of_the_published_weights() -> None:
    names = published_tensors(NANO)
    for name in (
        "backbone.backbone.stem.conv.conv.weight",
        "backbone.backbone.dark2.0.dconv.bn.running_var",
        "backbone.backbone.dark3.1.m.2.conv2.pconv.conv.weight",
        "backbone.backbone.dark5.1.conv2.conv.weight",
        "backbone.C3_p4.conv3.bn.bias",
        "head.cls_convs.2.1.dconv.conv.weight",
        "head.obj_preds.0.bias",
    ):
        assert name in names


def test_a_checkpoint_as_it_is_published_is_taken_into_the_library(tmp_path: Path) -> None:
    file = save(tmp_path / "yolox_nano.pth", {"model": published_tensors(NANO), "start_epoch": 300})
    entry = add_weights(file, Library.standard())
    assert (entry.model.key, entry.model.outputs, entry.model.accuracy) == (NANO.key, 80, None)


def test_all_but_the_layers_of_the_classes_is_loaded() -> None:
    tensors = published_tensors(NANO)
    network = FAMILY.build(NANO, 3)
    FAMILY.load(network, tensors)
    differs = [name for name, tensor in network.state_dict().items() if not torch.equal(tensor, tensors[name])]
    assert differs
    assert all(name.startswith("head.cls_preds.") for name in differs)
    del tensors["backbone.backbone.stem.conv.conv.weight"]
    with pytest.raises(ModelError, match="missing"):
        FAMILY.load(network, tensors)


def test_another_network_is_not_recognised_but_may_be_near() -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in published_tensors(NANO).items()}
    assert FAMILY.recognise(shapes, {"architectures": ["Other"]}) is None
    shapes["head.stems.0.conv.weight"] = (1, 1, 1, 1)
    assert FAMILY.recognise(shapes, {}) is None
    title, share, reason = FAMILY.closest(shapes)
    assert (title, "head.stems.0" in reason) == (NANO.title, True)
    assert share > 0.9
    assert FAMILY.recognise({"fc.weight": (2, 2)}, {}) is None
    assert FAMILY.closest({"fc.weight": (2, 2)})[1] == 0
