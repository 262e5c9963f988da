"""Recognising weights, refusing with the closest model, finding models by key, adding files to the library."""

from pathlib import Path

import pytest
import torch

from ptstudio.core.errors import ModelError
from ptstudio.library.library import Library
from ptstudio.library.weights import read_weights
from ptstudio.models import all_families
from ptstudio.models._recognition import add_weights, find_model, recognise
from tests.helpers import weights as make

IMAGENET_CLASSES = 1000


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([tmp_path / "library"])


@pytest.fixture(scope="module")
def squeezenet() -> dict[str, torch.Tensor]:
    return make.torchvision_tensors("squeezenet1_1", outputs=4)


def test_a_file_is_recognised_tried_and_kept(
    tmp_path: Path, library: Library, squeezenet: dict[str, torch.Tensor]
) -> None:
    entry = add_weights(make.save(tmp_path / "mine.pth", {"state_dict": squeezenet}), library)
    assert (entry.model.key, entry.model.family, entry.model.outputs) == ("squeezenet1_1", "squeezenet", 4)
    assert (entry.model.accuracy, entry.model.accuracy_on, entry.model.licence) == (None, "", "unknown")
    assert entry.model.source == "mine.pth"
    assert find_model("squeezenet1_1", library) == (entry.model, entry)
    assert add_weights(tmp_path / "mine.pth", library) == entry


class GivenUpError(Exception):
    """Somebody wants no more of it."""


@pytest.mark.parametrize("steps", range(3))
def test_whoever_gives_up_finds_the_library_as_it_was(
    tmp_path: Path, library: Library, squeezenet: dict[str, torch.Tensor], steps: int
) -> None:
    left = iter(range(steps))

    def breathe() -> None:
        if next(left, None) is None:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        add_weights(make.save(tmp_path / "mine.pth", squeezenet), library, breathe=breathe)
    assert library.models() == []


def test_other_weights_of_a_network_need_another_name(
    tmp_path: Path, library: Library, squeezenet: dict[str, torch.Tensor]
) -> None:
    add_weights(make.save(tmp_path / "mine.pth", squeezenet), library)
    other = make.save(tmp_path / "other.pth", {name: tensor + 0.01 for name, tensor in squeezenet.items()})
    with pytest.raises(ModelError, match="under the name “squeezenet1_1”"):
        add_weights(other, library)
    assert add_weights(other, library, key="other-net").model.key == "other-net"
    with pytest.raises(ModelError, match="cannot be the name"):
        add_weights(other, library, key="../Other")


def test_a_hugging_face_folder_is_added_under_its_own_name(tmp_path: Path, library: Library) -> None:
    make.hugging_face_folder(tmp_path / "My Model", "resnet")
    entry = add_weights(tmp_path / "My Model", library)
    assert (entry.model.key, entry.model.title, entry.model.licence) == ("my-model", "My Model", "Apache-2.0")
    family = all_families()[entry.model.family]
    network = family.build(entry.model, 2)
    family.load(network, library.tensors(entry))
    assert network(torch.zeros(2, 3, 32, 32)).shape == (2, 2)


def test_an_incomplete_file_is_refused_with_the_closest_model(squeezenet: dict[str, torch.Tensor]) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in squeezenet.items() if "features.12.expand" not in name}
    with pytest.raises(ModelError, match=r"closest is SqueezeNet 1\.1: 4 of its 50 tensors are missing, the first is"):
        recognise(shapes, {})


def test_a_changed_or_extended_network_is_refused_with_the_difference(squeezenet: dict[str, torch.Tensor]) -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in squeezenet.items()}
    with pytest.raises(ModelError, match=r"“features\.0\.weight” \(64×1×3×3 instead of 64×3×3×3\)"):
        recognise(shapes | {"features.0.weight": (64, 1, 3, 3)}, {})
    with pytest.raises(ModelError, match="holds 1 more tensors, the first is “extra”"):
        recognise(shapes | {"extra": (2,)}, {})


def test_unknown_weights_are_refused_without_guessing() -> None:
    with pytest.raises(ModelError, match="no network that PTStudio knows"):
        recognise({"layer.weight": (3, 4), "layer.bias": (3,)}, {})
    with pytest.raises(ModelError, match="“BertModel”"):
        recognise({"layer.weight": (3, 4)}, {"architectures": ["BertModel"]})


def test_a_malicious_file_never_reaches_the_library(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ModelError, match="more than tensors"):
        add_weights(make.save(tmp_path / "evil.pth", {"a": make.Harmful(tmp_path)}), library)
    assert library.models() == []
    assert not (tmp_path / make.HARMFUL_TRACE).exists()


def test_catalogue_models_are_found_without_an_entry_and_near_names_are_offered(library: Library) -> None:
    model, entry = find_model("resnet50", library)
    assert (model.title, entry) == ("ResNet-50", None)
    with pytest.raises(ModelError, match="“resnt50”") as refusal:
        find_model("resnt50", library)
    assert "“resnet50”" in refusal.value.hint


def test_the_starter_loads_into_its_network() -> None:
    library = Library.standard()
    model, entry = find_model("starter", library)
    assert entry is not None
    family = all_families()[model.family]
    network = family.build(model, 3)
    family.load(network, library.tensors(entry))
    assert network(torch.zeros(2, 3, 64, 64)).shape == (2, 3)


@pytest.mark.real
@pytest.mark.parametrize(
    ("file", "key"), [("mobilenet_v2_imagenet.pth", "mobilenet_v2"), ("squeezenet1_0_imagenet.pth", "squeezenet1_0")]
)
def test_real_weights_are_recognised_and_load(real_data: Path, file: str, key: str) -> None:
    weights = read_weights(real_data / "weights" / file)
    family, model = recognise(weights.shapes, weights.config)
    assert (model.key, model.outputs) == (key, IMAGENET_CLASSES)
    family.load(family.build(model, 2), weights.tensors)


def test_a_network_that_cannot_look_at_a_picture_is_refused(tmp_path: Path) -> None:
    make.hugging_face_folder(tmp_path / "odd", "convnextv2", hidden_sizes=[8, 16, 32], depths=[1, 1, 1])
    with pytest.raises(ModelError, match="cannot look at a picture"):
        add_weights(tmp_path / "odd", Library.standard())
