"""A network that stands still says the same in every way of computing it."""

from dataclasses import replace
from typing import NamedTuple

import pytest
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.frozen import frozen
from ptstudio.engine.computing.nested import tensors_in

CPU = Way(torch.device("cpu"))
FUSED = replace(CPU, is_channels_last=True, is_fused=True)
ONNX = replace(CPU, runtime="onnxruntime")


class Residual(nn.Module):
    """A convolution whose output goes two ways, one of them through batch normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(4, 4, 3, padding=1)
        self.normalisation = nn.BatchNorm2d(4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        found = self.convolution(inputs)
        said: torch.Tensor = self.normalisation(found) + found
        return said


def network(*more: nn.Module) -> nn.Module:
    torch.manual_seed(0)
    made = nn.Sequential(
        nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), *more, nn.AdaptiveAvgPool2d(1), nn.Flatten()
    )
    for module in made.modules():
        if isinstance(module, nn.BatchNorm2d):
            running = module.state_dict()
            nn.init.uniform_(running["running_mean"], -1, 1)
            nn.init.uniform_(running["running_var"], 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 2)
    return made.eval()


def pictures(count: int = 4) -> torch.Tensor:
    return torch.rand(count, 3, 12, 12, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("way", [CPU, replace(CPU, is_channels_last=True), FUSED, ONNX], ids=str)
def test_in_float32_the_same_but_for_rounding(way: Way) -> None:
    made = network()
    with torch.inference_mode():
        expected = made(pictures())
    look = frozen(made, way, pictures(1))
    torch.testing.assert_close(look(pictures()), expected, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(look(pictures(3)), expected[:3], atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("is_fused", [False, True])
def test_in_half_precision_about_the_same_and_given_in_float32(is_fused: bool) -> None:
    made = network()
    with torch.inference_mode():
        expected = made(pictures())
    said = frozen(made, replace(CPU, precision="bfloat16", is_fused=is_fused), pictures(1))(pictures())
    assert said.dtype == torch.float32
    torch.testing.assert_close(said, expected, atol=0.05, rtol=0.05)


def test_fusing_leaves_the_network_itself_as_it_was() -> None:
    made = network()
    before = {name: tensor.clone() for name, tensor in made.state_dict().items()}
    frozen(made, FUSED, pictures(1))
    assert made.state_dict().keys() == before.keys()
    assert all(torch.equal(tensor, before[name]) for name, tensor in made.state_dict().items())


def test_a_network_without_normalisation_can_be_computed_as_if_fused() -> None:
    made = nn.Sequential(nn.Flatten(), nn.Linear(3 * 12 * 12, 2)).eval()
    with torch.inference_mode():
        expected = made(pictures())
    torch.testing.assert_close(frozen(made, FUSED, pictures(1))(pictures()), expected)


def test_what_says_something_else_when_fused_is_refused() -> None:
    with pytest.raises(ModelError, match="something else"):
        frozen(network(Residual()), FUSED, pictures(1))


def test_what_onnx_runtime_cannot_compute_is_refused() -> None:
    class Strange(nn.Module):
        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            values: torch.Tensor = torch.linalg.eigvals(inputs[:, 0]).real
            return values

    with pytest.raises(ModelError, match="ONNX Runtime"):
        frozen(Strange().eval(), ONNX, pictures(1))
    with pytest.raises(ModelError, match="more than one shape"):
        frozen(network(), ONNX, {"pixels": pictures(1)})


def test_attention_too() -> None:
    torch.manual_seed(0)
    made = nn.Sequential(
        nn.Flatten(2), nn.Linear(144, 8), nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), nn.Flatten()
    ).eval()
    with torch.inference_mode():
        expected = made(pictures())
    torch.testing.assert_close(frozen(made, ONNX, pictures(1))(pictures()), expected, atol=1e-5, rtol=1e-4)


class Two(NamedTuple):
    """What a network says that says several things, one of which counts."""

    maps: tuple[torch.Tensor, ...]
    places: torch.Tensor


class SaysTwo(nn.Module):
    """Maps of two sizes, and where in the first it is brightest."""

    def __init__(self, *more: nn.Module) -> None:
        super().__init__()
        self.first = nn.Sequential(*list(network(*more).children())[:-2])
        self.second = nn.Conv2d(4, 2, 3, stride=2)

    def forward(self, inputs: torch.Tensor) -> Two:
        fine = self.first(inputs)
        return Two((fine, self.second(fine)), fine.flatten(1).argmax(dim=1))


@pytest.mark.parametrize("way", [CPU, replace(CPU, is_channels_last=True), FUSED], ids=str)
def test_a_network_that_says_several_things_is_computed_by_torch(way: Way) -> None:
    made = SaysTwo().eval()
    with torch.inference_mode():
        expected = made(pictures())
    said = frozen(made, way, pictures(1))(pictures())
    assert isinstance(said, Two)
    assert said.places.dtype == torch.int64, "numbers that count stay whole"
    torch.testing.assert_close(said, expected, atol=1e-5, rtol=1e-4)


def test_in_half_precision_each_thing_is_given_in_float32() -> None:
    said = frozen(SaysTwo().eval(), replace(CPU, precision="bfloat16", is_fused=True), pictures(1))(pictures())
    assert [tensor.dtype for tensor in tensors_in(said)] == [torch.float32, torch.float32, torch.int64]


def test_several_things_are_compared_one_by_one_where_it_is_fused() -> None:
    with pytest.raises(ModelError, match="something else"):
        frozen(SaysTwo(Residual()).eval(), FUSED, pictures(1))


def test_onnx_runtime_is_told_of_one_thing_only() -> None:
    with pytest.raises(ModelError, match="more than one thing"):
        frozen(SaysTwo().eval(), ONNX, pictures(1))


def test_a_single_sample_is_looked_at_where_it_is_fused() -> None:
    """PyTorch convolves a single sample in another way, for which it asks how often the weights were changed."""
    made = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32)).eval()
    sample = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        expected = made(sample)
    torch.testing.assert_close(frozen(made, FUSED, sample)(sample), expected, atol=1e-5, rtol=1e-4)
