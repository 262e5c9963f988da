"""Networks of timm as maps: of every kind, from fine to coarse, with the same tensors, learned whole."""

from typing import Any

import pytest
import timm
import torch
from torch import nn

from ptstudio.core.errors import ModelError
from ptstudio.core.pretrained import ImageInput
from ptstudio.models import all_families
from ptstudio.models._timm_maps import plain
from tests.helpers.pretrained import model

FAMILY = all_families()["timm"]
STAGED, OF_ONE_SIZE = ("test_resnet", "test_convnext", "test_efficientnet"), ("test_vit",)
PX = 96


def maps_of(architecture: str, px: int = PX) -> Any:
    sized = model().model_copy(update={"architecture": architecture, "input": ImageInput(px=px)})
    return FAMILY.build_maps(sized).eval()


@pytest.mark.parametrize("architecture", [*STAGED, *OF_ONE_SIZE])
@pytest.mark.parametrize("px", [PX, 160])
def test_maps_go_from_fine_to_coarse_as_strides_and_channels_say(architecture: str, px: int) -> None:
    maps = maps_of(architecture, px)
    with torch.inference_mode():
        found = maps(torch.rand(2, 3, px, px))
    assert maps.strides == (4, 8, 16, 32)
    assert [tuple(each.shape) for each in found] == [
        (2, channels, px // stride, px // stride) for channels, stride in zip(maps.channels, maps.strides, strict=True)
    ]


@pytest.mark.parametrize("architecture", STAGED)
def test_maps_are_those_that_timm_itself_gives(architecture: str) -> None:
    maps, pictures = maps_of(architecture), torch.rand(1, 3, PX, PX)
    other: Any = timm.create_model(architecture, pretrained=False, features_only=True, out_indices=(-4, -3, -2, -1))
    whole: Any = timm.create_model(architecture, pretrained=False, num_classes=0)
    FAMILY.load(nn.ModuleDict({"backbone": maps}), whole.state_dict())
    own = other.state_dict()
    given = {name.replace(".", "_", 1) if name not in own else name: each for name, each in whole.state_dict().items()}
    other.load_state_dict({name: given[name] for name in own})
    with torch.inference_mode():
        for one, expected in zip(maps(pictures), other.eval()(pictures), strict=True):
            torch.testing.assert_close(one, expected)


def test_a_network_of_one_size_gives_what_it_says_at_four_depths() -> None:
    maps, pictures = maps_of("test_vit"), torch.rand(1, 3, PX, PX)
    with torch.inference_mode():
        found = maps(pictures)
        blocks = maps.network.forward_intermediates(pictures, intermediates_only=True)
    assert len(blocks) == 6
    torch.testing.assert_close(found[2], blocks[3])
    assert found[0].std() > 0


@pytest.mark.parametrize("architecture", [*STAGED, *OF_ONE_SIZE])
def test_every_tensor_is_the_networks_own_learns_and_stands_in_one_block(architecture: str) -> None:
    maps = maps_of(architecture).train()
    whole = timm.create_model(architecture, pretrained=False, num_classes=0).state_dict()
    assert plain(maps).state_dict().keys() <= whole.keys()
    torch.autograd.backward(torch.stack([each.mean() for each in maps(torch.rand(2, 3, PX, PX))]).sum())
    assert all(parameter.grad is not None for parameter in maps.parameters())
    blocks = FAMILY.blocks(nn.ModuleDict({"backbone": maps}))
    held = [id(parameter) for block in blocks for module in block for parameter in module.parameters()]
    assert sorted(held) == sorted(id(parameter) for parameter in maps.parameters())


def test_pictures_that_are_no_whole_number_of_patches_are_filled_up() -> None:
    with torch.inference_mode():
        assert maps_of("test_vit", 100)(torch.rand(1, 3, 100, 100))[0].shape[-1] == 25


def test_a_network_of_one_picture_size_says_which() -> None:
    with pytest.raises(ModelError, match="no pictures of 96 × 96") as caught:
        maps_of("levit_128s")
    assert "224" in caught.value.hint
