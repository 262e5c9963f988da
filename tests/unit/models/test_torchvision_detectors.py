import re
from typing import Any

import pytest
import torch
from torchvision.models import WeightsEnum, get_model, get_model_weights
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.transform import GeneralizedRCNNTransform

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families
from ptstudio.tasks._found import OVERLAP, found
from tests.helpers.detector_families import published_tensors
from tests.helpers.narrow_detectors import narrow_detectors

FAMILY = all_families()["torchvision-detectors"]
EACH = pytest.mark.parametrize("model", FAMILY.catalogue, ids=lambda model: model.key)
FACTS = {model.key: model for model in FAMILY.catalogue}
QUICK = FACTS["ssdlite320_mobilenet_v3_large"]
PX = 64
ANCHORED = ("retinanet_resnet50_fpn", "ssdlite320_mobilenet_v3_large", "fasterrcnn_mobilenet_v3_large_320_fpn")


def of_side(key: str, px: int) -> PretrainedModel:
    """A model of the catalogue for pictures of another size."""
    model = FACTS[key]
    return model.model_copy(update={"input": model.picture.model_copy(update={"px": px})})


def both(key: str, classes: int = 3, px: int = PX) -> tuple[Any, torch.nn.Module]:
    """A detector of torchvision with random weights, and ours with the same."""
    torch.manual_seed(0)
    numbers = classes + key.startswith(("fasterrcnn", "ssd"))
    whole: Any = get_model(key, weights=None, weights_backbone=None, num_classes=numbers).eval()
    with torch.no_grad():
        for parameter in whole.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.01)  # that no two places look alike
    network = FAMILY.build(of_side(key, px), classes).eval()
    FAMILY.load(network, whole.state_dict())
    return whole, network


@EACH
def test_facts_are_those_of_the_published_weights(model: PretrainedModel) -> None:
    weights = get_model_weights(model.architecture).DEFAULT
    assert model.parameters == weights.meta["num_params"]
    assert model.outputs == len(weights.meta["categories"])
    assert model.accuracy == weights.meta["_metrics"]["COCO-val2017"]["box_map"]
    assert model.accuracy_source == weights.meta["recipe"]
    assert model.size_mb == pytest.approx(weights.meta["_file_size"] * 2**20 / 10**6, abs=0.001)
    assert model.source == weights.url
    assert model.source.endswith(f"-{model.sha256}.pth")
    assert "license" not in weights.meta


@EACH
def test_pictures_are_normalised_as_torchvision_does_it(model: PretrainedModel) -> None:
    with torch.device("meta"):
        transform = get_model(model.architecture, weights=None, weights_backbone=None).transform
    assert model.picture.mean == pytest.approx(transform.image_mean)
    assert model.picture.std == pytest.approx(transform.image_std)


@EACH
def test_a_published_file_is_recognised_by_its_tensors_and_name(model: PretrainedModel) -> None:
    with torch.device("meta"):
        tensors = published_tensors(model)
    shapes = {f"module.{name}": tuple(tensor.shape) for name, tensor in tensors.items()}
    assert FAMILY.recognise(shapes, {"file_name": model.source.rpartition("/")[2]}) == model
    assert FAMILY.recognise(shapes, {"architectures": ["Other"]}) is None


def test_a_detector_of_other_classes_is_recognised_with_their_number() -> None:
    with torch.device("meta"):
        tensors = get_model(QUICK.key, weights=None, weights_backbone=None, num_classes=5).state_dict()
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    found = FAMILY.recognise(shapes, {})
    assert found is not None
    assert (found.key, found.outputs) == (QUICK.key, 5)
    assert found.parameters < QUICK.parameters
    del shapes["head.regression_head.module_list.0.0.0.weight"]
    assert FAMILY.recognise(shapes, {}) is None
    title, share, reason = FAMILY.closest(shapes)
    assert title == QUICK.title
    assert 0.9 < share < 1
    assert "head." in reason


def test_what_is_no_detector_is_not_recognised() -> None:
    assert FAMILY.recognise({"fc.weight": (10, 4)}, {}) is None
    assert FAMILY.closest({"fc.weight": (10, 4)})[1] == 0


@EACH
def test_blocks_hold_every_parameter_of_the_backbone_once(model: PretrainedModel) -> None:
    with torch.device("meta"):
        network = FAMILY.build(model, 3)
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert 5 <= len(blocks) <= 12
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())


def test_all_but_the_layers_of_the_classes_is_loaded() -> None:
    torch.manual_seed(0)
    tensors = published_tensors(QUICK)
    network = FAMILY.build(QUICK, 3)
    FAMILY.load(network, tensors)
    state = network.state_dict()
    for name, tensor in tensors.items():
        own = name.replace("backbone.", "backbone.network.").replace("head.", "head.looks.", 1)
        is_loaded = state[own].shape == tensor.shape and torch.equal(state[own], tensor)
        is_of_classes = re.search(r"classification_head\.module_list\.\d\.1\.", name) is not None
        assert is_loaded != is_of_classes, name
    del tensors["backbone.features.0.0.0.weight"]
    with pytest.raises(ModelError, match="missing"):
        FAMILY.load(network, tensors)


@pytest.mark.parametrize("key", ANCHORED)
def test_anchors_are_where_torchvision_has_them(key: str) -> None:
    whole, network = both(key)
    picture = torch.rand(1, 3, PX, PX)
    with torch.no_grad():
        levels = list(whole.backbone(picture).values())
        said = network(picture)
    generator = whole.rpn.anchor_generator if hasattr(whole, "rpn") else whole.anchor_generator
    (wanted,) = generator(ImageList(picture, [(PX, PX)]), levels)
    torch.testing.assert_close(said.anchors * PX, wanted)


@pytest.mark.parametrize("key", ["retinanet_resnet50_fpn_v2", "fcos_resnet50_fpn", "ssdlite320_mobilenet_v3_large"])
def test_the_same_is_found_as_by_torchvision(key: str) -> None:
    whole, network = both(key)
    whole.score_thresh, whole.nms_thresh, whole.topk_candidates = 0.0, OVERLAP, 1000
    whole.transform = GeneralizedRCNNTransform(PX, PX, [0.0] * 3, [1.0] * 3, size_divisible=1, fixed_size=(PX, PX))
    picture = torch.rand(3, PX, PX)
    with torch.no_grad():
        (wanted,) = whole([picture])
        things = found(network(picture[None]))
    first, many = int(key.startswith("ssd")), 10
    torch.testing.assert_close(things.scores[0, :many], wanted["scores"][:many])
    torch.testing.assert_close(things.boxes[0, :many] * PX, wanted["boxes"][:many], atol=1e-3, rtol=1e-3)
    assert torch.equal(things.classes[0, :many], wanted["labels"][:many] - first)


@pytest.mark.parametrize("key", ["fasterrcnn_resnet50_fpn", "retinanet_resnet50_fpn", "fcos_resnet50_fpn"])
def test_published_weights_see_what_they_see_in_torchvision(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(0)
    narrow_detectors(monkeypatch)
    tensors = get_model(key, weights=None, weights_backbone=None).state_dict()
    for name in tensors:
        if name.endswith("running_var"):
            tensors[name].uniform_(2e-6, 2e-5)  # so small that the epsilon tells
    monkeypatch.setattr(WeightsEnum, "get_state_dict", lambda *_, **__: tensors)
    whole: Any = get_model(key, weights="COCO_V1").eval()
    network = FAMILY.build(of_side(key, PX), 3).eval()
    FAMILY.load(network, tensors)
    picture = torch.rand(1, 3, PX, PX)
    with torch.no_grad():
        wanted, found = whole.backbone(picture).values(), network.get_submodule("backbone")(picture)
    for ours, theirs in zip(found, wanted, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-5 * float(theirs.abs().max()), rtol=1e-3)


def test_a_second_look_is_torchvisions() -> None:
    whole, network = both("fasterrcnn_mobilenet_v3_large_320_fpn")
    picture = torch.rand(1, 3, PX, PX)
    with torch.no_grad():
        said = network(picture)
        maps = dict(whole.backbone(picture).items())
        (places,) = said.places * PX
        seen = whole.roi_heads.box_roi_pool(maps, [places], [(PX, PX)])
        logits, steps = whole.roi_heads.box_predictor(whole.roi_heads.box_head(seen))
        boxes = whole.roi_heads.box_coder.decode(steps, [places]).clamp(0, PX)
    ours, chances = said.candidates()
    best = chances[0].argmax(dim=-1)
    wanted = boxes[torch.arange(len(best)), best + 1]
    torch.testing.assert_close(said.logits[0], logits, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(ours[0] * PX, wanted, atol=1e-2, rtol=1e-3)


def test_too_small_pictures_are_refused_where_a_map_would_vanish() -> None:
    with pytest.raises(ModelError, match="200 × 200") as caught:
        FAMILY.build(of_side("ssd300_vgg16", 200), 3)
    assert "268" in caught.value.hint
