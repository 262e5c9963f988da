from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from ptstudio.core.errors import ModelError
from ptstudio.library.library import Library
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from ptstudio.models._hub_detectors import HUB_DETECTORS
from ptstudio.models._hub_models import HubModel
from ptstudio.models._picture_folder import STATISTICS
from ptstudio.models._recognition import add_weights, recognise
from tests.helpers.detector_families import ARCHITECTURES, PX, TINY, asking_detector, detector_folder

FAMILY = all_families()["hf-detector"]
KINDS = pytest.mark.parametrize("kind", TINY)
MANY = 5


def said_by_the_library(network: Any, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits and boxes, as left, top, right, bottom."""
    with torch.no_grad():
        said = network(pixel_values=pictures)
    middle, sides = said.pred_boxes[..., :2], said.pred_boxes[..., 2:]
    return said.logits, torch.cat((middle - sides / 2, middle + sides / 2), dim=-1)


@KINDS
def test_the_parted_network_says_what_the_librarys_own_says(kind: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    whole = detector_folder(tmp_path, kind)
    weights = read_weights(tmp_path)
    family, model = recognise(weights.shapes, weights.config)
    assert (family.key, model.outputs, model.picture.px, model.picture.std) == (FAMILY.key, MANY, PX, (1.0, 1.0, 1.0))
    network = family.build(model, MANY).eval()
    family.load(network, weights.tensors)
    pictures = torch.rand(2, 3, PX, PX)
    logits, boxes = said_by_the_library(whole, pictures)
    with torch.no_grad():
        said = network(pictures)
    torch.testing.assert_close(said.logits[:, -1], logits, atol=1e-4, rtol=1e-3)
    torch.testing.assert_close(said.boxes[:, -1], boxes, atol=1e-4, rtol=1e-3)


@KINDS
def test_all_layers_learn_where_the_classes_are_others(kind: str, tmp_path: Path) -> None:
    entry = Library.standard().find(asking_detector(tmp_path, kind))
    assert entry is not None
    network = FAMILY.build(entry.model, 3).train()
    FAMILY.load(network, Library.standard().tensors(entry))
    said = network(torch.rand(2, 3, PX, PX))
    boxes = torch.tensor([[[0.1, 0.2, 0.5, 0.6], [0.4, 0.4, 0.9, 0.8]], [[0.0, 0.0, 0.0, 0.0]] * 2])
    loss = said.loss(boxes, torch.tensor([[0, 2], [-1, -1]]), torch.tensor([1.0, 2.0, 0.5]))
    loss.backward()
    learning = [name for name, parameter in network.named_parameters() if parameter.grad is not None]
    assert torch.isfinite(loss)
    assert any(name.startswith("backbone.") for name in learning)
    assert any("class" in name for name in learning)


@KINDS
def test_blocks_hold_every_parameter_of_the_backbone_once(kind: str, tmp_path: Path) -> None:
    detector_folder(tmp_path, kind)
    weights = read_weights(tmp_path)
    network = FAMILY.build(recognise(weights.shapes, weights.config)[1], 3)
    held = [id(parameter) for block in FAMILY.blocks(network) for part in block for parameter in part.parameters()]
    assert held
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())


def test_pictures_of_any_side_are_seen(tmp_path: Path) -> None:
    entry = Library.standard().find(asking_detector(tmp_path, "rf_detr"))
    assert entry is not None
    network = FAMILY.build(entry.model, 3).eval()
    assert network(torch.rand(1, 3, 90, 90)).boxes.shape[-1] == 4


def test_small_pictures_are_asked_fewer_queries_than_have_places(tmp_path: Path) -> None:
    detector_folder(tmp_path, "rt_detr")
    weights = read_weights(tmp_path)
    model = recognise(weights.shapes, weights.config)[1]
    small = model.model_copy(
        update={"input": model.picture.model_copy(update={"px": 32}), "config": model.config | {"num_queries": 300}}
    )
    assert FAMILY.build(small, 3).eval()(torch.rand(1, 3, 32, 32)).boxes.shape[2] == 16 + 4 + 1


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    entry = Library.standard().find(asking_detector(tmp_path, "yolos"))
    assert entry is not None
    tensors = dict(Library.standard().tensors(entry))
    del tensors["vit.layernorm.weight"]
    with pytest.raises(ModelError, match=r"vit\.layernorm\.weight"):
        FAMILY.load(FAMILY.build(entry.model, 3), tensors)


def test_other_networks_are_left_to_others(tmp_path: Path) -> None:
    assert FAMILY.recognise({}, {"architectures": ["ViTForImageClassification"], "model_type": "vit"}) is None
    assert FAMILY.recognise({}, {"architectures": ["OtherForObjectDetection"], "model_type": "other"}) is None
    assert FAMILY.closest({})[1] == 0
    config = {"architectures": ["YolosForObjectDetection"], "model_type": "yolos"}
    with pytest.raises(ModelError, match="program code"):
        FAMILY.recognise({}, config | {"auto_map": {}})
    model = FAMILY.recognise({}, config | {"hidden_size": "many"})
    assert model is not None
    with pytest.raises(ModelError, match="config"):
        FAMILY.build(model, 3)
    detector_folder(tmp_path / "cells", "yolos")
    assert add_weights(tmp_path / "cells", Library.standard()).model.key == "cells"


@pytest.mark.parametrize("row", HUB_DETECTORS, ids=lambda row: row.repository)
def test_a_row_says_what_the_library_builds(row: HubModel) -> None:
    config = transformers.CONFIG_MAPPING[row.kind].from_dict(row.config)
    detectors: Any = transformers.AutoModelForObjectDetection
    whole = detectors.from_config(config)
    assert type(whole).__name__ == row.architecture == ARCHITECTURES[row.kind]
    shared = {tensor.data_ptr(): name for name, tensor in whole.state_dict().items() if not name.endswith(STATISTICS)}
    state = whole.state_dict()
    assert sum(state[name].numel() for name in shared.values()) == row.parameters
    assert config.num_labels == row.classes
