"""Networks of timm are recognised by their tensors or their config.json, and taken apart for fine-tuning."""

import json
from pathlib import Path
from typing import Any

import pytest
import timm
import torch
from safetensors.torch import save_file
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights, recognise
from ptstudio.models._timm_layouts import architectures_with, index_of, layout

FAMILY = all_families()["timm"]
CFG = {"input_size": [3, 96, 96], "mean": [0.5, 0.5, 0.5], "std": [0.2, 0.2, 0.2], "license": "mit"}


def state_of(architecture: str, **options: Any) -> dict[str, torch.Tensor]:
    """The tensors of a network, made on the meta device."""
    with torch.device("meta"):
        made: nn.Module = timm.create_model(architecture, **options)
    return made.state_dict()


def shapes_of(architecture: str, **options: Any) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in state_of(architecture, **options).items()}


@pytest.mark.parametrize(
    "architecture", ["mobilenetv3_small_050", "vit_tiny_patch16_224", "convnext_atto", "test_resnet", "test_vit"]
)
def test_a_bare_state_dict_is_known_by_its_tensors_whatever_its_head(architecture: str) -> None:
    own = timm.get_pretrained_cfg(architecture)
    assert own is not None
    for outputs in (1000, 7, 0):
        shapes = shapes_of(architecture, num_classes=outputs)
        model = FAMILY.recognise(shapes, {"file_name": f"{architecture}-1a2b3c4d.pth"})
        assert model is not None
        assert (model.architecture, model.family, model.licence) == (architecture, "timm", "unknown")
        assert (model.picture.px, model.picture.mean) == (own.input_size[-1], tuple(own.mean))


def test_a_layout_that_torchvision_has_too_is_torchvisions() -> None:
    assert recognise(shapes_of("resnet18"), {"file_name": "resnet18.pth"})[0].key == "resnet"


def test_what_has_the_same_tensors_is_told_apart_by_the_files_name_or_refused() -> None:
    shapes = shapes_of("efficientnet_b0")
    assert {"efficientnet_b0", "tf_efficientnet_b0"} <= set(architectures_with(shapes))
    for name in ("efficientnet_b0", "tf_efficientnet_b0"):
        model = FAMILY.recognise(shapes, {"file_name": f"{name}.ns_jft_in1k.pth"})
        assert model is not None
        assert model.architecture == name
    with pytest.raises(ModelError, match="compute differently") as refused:
        FAMILY.recognise(shapes, {"file_name": "best.pth"})
    assert "efficientnet_b0.pth" in refused.value.hint


def test_a_configuration_names_the_network_and_its_pictures() -> None:
    config = {"architecture": "test_vit", "num_classes": 3, "pretrained_cfg": CFG, "label_names": ["ant", "bee", "cow"]}
    model = FAMILY.recognise(shapes_of("test_vit", num_classes=3), config)
    assert model is not None
    assert (model.picture.px, model.picture.std, model.licence) == (96, (0.2, 0.2, 0.2), "MIT")
    assert (model.outputs, model.labels) == (3, ("ant", "bee", "cow"))
    assert FAMILY.recognise({}, config) is not None, "the configuration alone is judged before the weights are fetched"


def test_weights_that_are_not_the_named_networks_are_refused() -> None:
    with pytest.raises(ModelError, match="not those of a “test_vit”"):
        FAMILY.recognise(shapes_of("test_resnet"), {"architecture": "test_vit", "pretrained_cfg": CFG})
    with pytest.raises(ModelError, match="knows no network “nonsense_b9”"):
        FAMILY.recognise({}, {"architecture": "nonsense_b9", "pretrained_cfg": CFG})


def test_other_weights_are_no_business_of_timm() -> None:
    assert FAMILY.recognise({"weight": (3, 3)}, {}) is None
    assert FAMILY.recognise(shapes_of("test_vit"), {"architectures": ["ViTForImageClassification"]}) is None


def test_a_folder_as_the_hub_has_it_is_added_and_gives_the_same_features(tmp_path: Path) -> None:
    folder = tmp_path / "test_resnet.r160_in1k"
    folder.mkdir()
    made: Any = timm.create_model("test_resnet", num_classes=3).eval()
    save_file(made.state_dict(), folder / "model.safetensors")
    config = {"architecture": "test_resnet", "num_classes": 3, "pretrained_cfg": CFG}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    entry = add_weights(folder, Library.standard())
    assert (entry.model.key, entry.model.family, entry.model.licence) == ("test_resnet.r160_in1k", "timm", "MIT")
    network = FAMILY.build(entry.model, 2)
    FAMILY.load(network, made.state_dict())
    pictures = torch.rand(2, 3, 96, 96)
    made.reset_classifier(0)
    with torch.inference_mode():
        torch.testing.assert_close(network.get_submodule("backbone").eval()(pictures), made(pictures))


@pytest.mark.parametrize("architecture", ["test_resnet", "test_vit", "test_convnext", "mobilenetv3_small_050"])
def test_blocks_hold_every_parameter_of_the_backbone_once(architecture: str) -> None:
    model = FAMILY.recognise(shapes_of(architecture), {"file_name": architecture})
    assert model is not None
    network = FAMILY.build(model, 2)
    blocks = FAMILY.blocks(network)
    held = [id(parameter) for block in blocks for part in block for parameter in part.parameters()]
    assert len(blocks) > 2
    assert sorted(held) == sorted(id(parameter) for parameter in network.get_submodule("backbone").parameters())


def test_a_network_made_for_one_size_is_stretched_or_refused() -> None:
    model = FAMILY.recognise(shapes_of("test_vit"), {"file_name": "test_vit.pth"})
    assert model is not None
    stretched = model.model_copy(update={"input": model.input.model_copy(update={"px": 64})})
    with torch.inference_mode():
        assert FAMILY.build(stretched, 2).eval()(torch.rand(1, 3, 64, 64)).shape == (1, 2)


def test_the_index_knows_backbones_and_not_heads() -> None:
    shapes = {"stem.weight": (3, 3), "head.fc.weight": (5, 3), "stem.num_batches_tracked": ()}
    made = index_of([("one", shapes, ("head.fc",)), ("other", shapes, ("head.fc",))])
    assert made == {"classifiers": ["head.fc"], "layouts": {layout({"stem.weight": (3, 3)}, ()): ["one", "other"]}}
