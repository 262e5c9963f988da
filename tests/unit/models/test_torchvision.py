"""Building, loading and taking apart torchvision's networks, each family at its smallest."""

import pytest
import torch
from torch import nn
from torchvision.models import get_model

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families
from ptstudio.models._torchvision import TorchvisionFamily
from tests.helpers.weights import torchvision_tensors

SMALLEST_PX = {"alexnet": 64, "inception": 75}
USUAL_SMALL_PX = 32
CLASSES = 3
Built = tuple[TorchvisionFamily, PretrainedModel, nn.Module]
SAME_ANSWERS = ["mobilenet_v2", "mobilenet_v3_small", "resnet18", "googlenet"]


def smallest(family: TorchvisionFamily) -> PretrainedModel:
    model = min(family.catalogue, key=lambda model: model.parameters)
    return at(model, SMALLEST_PX.get(family.key, USUAL_SMALL_PX))


def at(model: PretrainedModel, px: int) -> PretrainedModel:
    return model.model_copy(update={"input": model.input.model_copy(update={"px": px})})


def model_of(key: str) -> PretrainedModel:
    return next(model for family in all_families().values() for model in family.catalogue if model.key == key)


FAMILIES = [family for family in all_families().values() if isinstance(family, TorchvisionFamily)]


@pytest.fixture(scope="module", params=FAMILIES, ids=lambda family: family.key)
def built(request: pytest.FixtureRequest) -> Built:
    family: TorchvisionFamily = request.param
    torch.manual_seed(0)
    model = smallest(family)
    return family, model, family.build(model, CLASSES)


def test_a_family_trains_a_step_at_its_smallest_size(
    built: Built,
) -> None:
    _, model, network = built
    pictures = torch.randn(2, 3, model.picture.px, model.picture.px)
    network.train()
    features = network.get_submodule("backbone")(pictures)
    assert features.ndim == 2
    outputs = network.get_submodule("head")(features)
    assert outputs.shape == (2, CLASSES)
    torch.autograd.backward(nn.functional.cross_entropy(outputs, torch.tensor([0, 1])))
    gradients = [parameter.grad for parameter in network.parameters()]
    assert all(gradient is not None and bool(gradient.isfinite().all()) for gradient in gradients)
    network.zero_grad(set_to_none=True)


def test_half_precision_weights_without_head_and_counters_are_loaded(
    built: Built,
) -> None:
    family, _, network = built
    backbone, head = network.get_submodule("backbone"), network.get_submodule("head")
    before = [parameter.clone() for parameter in head.parameters()]
    names = [name for name in backbone.state_dict() if not name.endswith("num_batches_tracked")]
    half = torch.tensor(0.1, dtype=torch.float16)
    family.load(network, {f"module.{name}": half.expand_as(backbone.state_dict()[name]) for name in names})
    parameters = list(backbone.parameters())
    assert all(bool((parameter == half.float()).all()) for parameter in parameters)
    assert {parameter.dtype for parameter in parameters} == {torch.float32}
    assert all(map(torch.equal, before, head.parameters()))


def test_missing_and_misshapen_tensors_are_named_and_nothing_is_changed(
    built: Built,
) -> None:
    family, _, network = built
    state = network.get_submodule("backbone").state_dict()
    before = {name: tensor.flatten()[:1].clone() for name, tensor in state.items()}
    tensors = {name: torch.zeros(()).expand_as(tensor) for name, tensor in state.items()}
    name = next(iter(name for name, tensor in state.items() if tensor.ndim == 4))
    with pytest.raises(ModelError, match=f"missing, the first is “{name}”"):
        family.load(network, {other: tensor for other, tensor in tensors.items() if other != name})
    with pytest.raises(ModelError, match=f"the first is “{name}” \\(2×2 instead of"):
        family.load(network, tensors | {name: torch.zeros(2, 2)})
    assert all(torch.equal(before[name], tensor.flatten()[:1]) for name, tensor in state.items())


def test_batch_norm_follows_short_runs(built: Built) -> None:
    momenta = [module.momentum for module in built[2].modules() if isinstance(module, nn.BatchNorm2d)]
    assert all(momentum is not None and momentum >= 0.1 for momentum in momenta)


@pytest.mark.parametrize("key", SAME_ANSWERS)
def test_with_all_published_tensors_the_answers_are_torchvisions(key: str) -> None:
    torch.manual_seed(0)
    model = at(model_of(key), 64)
    family = all_families()[model.family]
    assert isinstance(family, TorchvisionFamily)
    theirs = get_model(key, weights=None, num_classes=CLASSES, **family.options).eval()
    ours = family.build(model, CLASSES).eval()
    family.load(ours, theirs.state_dict())
    last = theirs.get_submodule(family.tail_of(key).linear)
    assert isinstance(last, nn.Linear)
    linear = next(module for module in ours.get_submodule("head").modules() if isinstance(module, nn.Linear))
    linear.load_state_dict(last.state_dict())
    pictures = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(ours(pictures), theirs(pictures))


def test_a_vit_takes_pictures_of_another_size_with_stretched_positions() -> None:
    model = model_of("vit_b_32")
    family = all_families()["vit"]
    network = family.build(at(model, 64), CLASSES)
    state = network.get_submodule("backbone").state_dict()
    positions = torch.zeros(1, 1 + 7 * 7, 768)
    positions[:, 1:] = torch.arange(7.0).repeat_interleave(7).reshape(1, 49, 1)  # from the top row to the bottom row
    family.load(network, dict(state) | {"encoder.pos_embedding": positions})
    rows = network.get_submodule("backbone").state_dict()["encoder.pos_embedding"][0, 1:, 0].reshape(2, 2)
    assert rows[0, 0] == pytest.approx(rows[0, 1])
    assert 0 < rows[0, 0] < 3 < rows[1, 0] < 6
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    found = family.recognise(shapes, {})
    assert found is not None
    assert (found.key, found.picture.px, found.outputs) == ("vit_b_32", 64, 0)


def test_a_vit_refuses_sizes_that_its_patches_do_not_fill() -> None:
    with pytest.raises(ModelError, match="patches of 32 pixels") as refusal:
        all_families()["vit"].build(at(model_of("vit_b_32"), 100), CLASSES)
    assert "96" in refusal.value.hint


def test_old_densenet_names_are_understood() -> None:
    family = all_families()["densenet"]
    tensors = torchvision_tensors("densenet121")
    old = {
        name.replace("norm1.", "norm.1.").replace("norm2.", "norm.2.").replace("conv1.", "conv.1."): tensor
        for name, tensor in tensors.items()
        if not name.endswith("num_batches_tracked")
    }
    assert old.keys() != tensors.keys()
    found = family.recognise({name: tuple(tensor.shape) for name, tensor in old.items()}, {})
    assert found is not None
    network = family.build(found, CLASSES)
    family.load(network, old)
    name = "features.denseblock2.denselayer3.conv1.weight"
    assert torch.equal(network.get_submodule("backbone").get_parameter(name), tensors[name])


def test_spoilt_weights_are_refused() -> None:
    family = all_families()["squeezenet"]
    network = family.build(model_of("squeezenet1_1"), CLASSES)
    state = dict(network.get_submodule("backbone").state_dict())
    state["features.0.bias"] = torch.full_like(state["features.0.bias"], float("nan"))
    with pytest.raises(ModelError, match=r"spoilt: “features\.0\.bias”"):
        family.load(network, state)
