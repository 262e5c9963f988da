"""The backbone of a classifier as maps: the same tensors, the same values, from fine to coarse."""

from typing import Any

import pytest
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import PretrainedModel
from ptstudio.models import all_families
from ptstudio.models._family import ModelFamily
from ptstudio.models._maps import FINEST, ON_MAPS, maps_of, parts_of
from tests.helpers.pretrained import model

PX = 96
UNPADDED = {"alexnet", "squeezenet"}
"""Backbones that do not look at the edges, so that maps come out a little smaller than the stride says."""
GIVING = [family for family in all_families().values() if family.gives_maps and family.catalogue]
OTHERS = [family for family in all_families().values() if not family.gives_maps]


def smallest(family: ModelFamily) -> PretrainedModel:
    model = min(family.catalogue, key=lambda model: model.parameters)
    return model.model_copy(update={"input": model.picture.model_copy(update={"px": PX})})


@pytest.fixture(scope="module", params=GIVING, ids=lambda family: family.key)
def both(request: pytest.FixtureRequest) -> tuple[ModelFamily, nn.Module, nn.Module]:
    """A family, the backbone of its smallest classifier, and the same as maps, both with the same weights."""
    family: ModelFamily = request.param
    torch.manual_seed(0)
    backbone = family.build(smallest(family), 2).get_submodule("backbone").eval()
    maps = family.build_maps(smallest(family)).eval()
    family.load(nn.ModuleDict({"backbone": maps}), backbone.state_dict())
    return family, backbone, maps


def test_maps_go_from_fine_to_coarse_as_strides_and_channels_say(
    both: tuple[ModelFamily, nn.Module, nn.Module],
) -> None:
    family, _, maps = both
    pictures = torch.rand(2, 3, PX, PX)
    with torch.inference_mode():
        found = maps(pictures)
    strides, channels = maps.strides, maps.channels
    assert isinstance(strides, tuple)
    assert isinstance(channels, tuple)
    assert [tuple(each.shape[:2]) for each in found] == [(2, count) for count in channels]
    assert list(strides) == sorted(set(strides))
    assert strides[0] == FINEST
    assert len(strides) >= 3, "the heads look at the three coarsest"
    for stride, each in zip(strides, found, strict=True):
        assert each.shape[-1] == each.shape[-2]
        assert PX // stride - (2 if family.key in UNPADDED else 0) <= each.shape[-1] <= PX // stride


def test_its_tensors_are_those_of_the_classifier(both: tuple[ModelFamily, nn.Module, nn.Module]) -> None:
    _, backbone, maps = both
    known = backbone.state_dict()
    own = maps.state_dict()
    assert own
    assert all(torch.equal(known[name], tensor) for name, tensor in own.items())
    convolved = {name for name, tensor in known.items() if tensor.ndim == 4}
    assert convolved - own.keys() == set(), "every convolution gives a map"


def test_it_says_what_the_classifier_sees_on_its_way(both: tuple[ModelFamily, nn.Module, nn.Module]) -> None:
    _, backbone, maps = both
    pictures = torch.rand(1, 3, PX, PX, generator=torch.Generator().manual_seed(1))
    seen: list[torch.Tensor] = []
    hooks = [part.register_forward_hook(lambda _m, _i, output: seen.append(output)) for part in parts_of(backbone)]
    with torch.inference_mode():
        backbone(pictures)
        found = maps(pictures)
    for hook in hooks:
        hook.remove()
    for each in found:
        assert any(each.shape == output.shape and torch.allclose(each, output, atol=1e-6) for output in seen)


def test_blocks_hold_every_parameter_once(both: tuple[ModelFamily, nn.Module, nn.Module]) -> None:
    family, _, maps = both
    blocks = family.blocks(nn.ModuleDict({"backbone": maps}))
    held = [id(parameter) for block in blocks for module in block for parameter in module.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in maps.parameters())


def test_every_map_can_be_learned(both: tuple[ModelFamily, nn.Module, nn.Module]) -> None:
    _, _, maps = both
    total = torch.stack([each.mean() for each in maps(torch.rand(2, 3, PX, PX))]).sum()
    torch.autograd.backward(total)
    assert all(parameter.grad is not None for parameter in maps.parameters())
    maps.zero_grad(set_to_none=True)


def test_looking_through_a_backbone_changes_nothing_in_it() -> None:
    torch.manual_seed(0)
    backbone = nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 4, 3, 4, 1), nn.BatchNorm2d(4), nn.Conv2d(4, 6, 3, 2, 1)),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    ).train()
    before = {name: tensor.clone() for name, tensor in backbone.state_dict().items()}
    maps: Any = maps_of(backbone)
    assert all(torch.equal(tensor, before[name]) for name, tensor in backbone.state_dict().items())
    assert backbone.training
    assert (maps.strides, maps.channels) == ((4, 8), (4, 6))
    assert [tuple(each.shape) for each in maps(torch.rand(1, 3, 32, 32))] == [(1, 4, 8, 8), (1, 6, 4, 4)]


@pytest.mark.parametrize("family", OTHERS, ids=lambda family: family.key)
def test_who_keeps_no_map_says_so_and_learns_no_task_on_maps(family: ModelFamily) -> None:
    assert not set(ON_MAPS) <= set(family.tasks), "what learns one of them only has a head of its own for it"
    with pytest.raises(ModelError, match="keeps no map") as caught:
        family.build_maps(model())
    assert caught.value.hint
