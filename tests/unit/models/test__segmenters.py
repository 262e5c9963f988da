"""Designs on maps: what they give on any backbone, and that nothing beside a picture changes what is said of it."""

import pytest
import torch
from torch import nn

from ptstudio.core.pretrained import ImageInput, PretrainedModel
from ptstudio.models import all_families
from ptstudio.models._segmenters import DESIGNS, DesignKey, on_maps, segmenter_head, with_design

STARTER = all_families()["mobilenet"].catalogue[1]
SQUEEZENET = all_families()["squeezenet"].catalogue[0]
OUTPUTS = 4


def network_of(model: PretrainedModel, key: DesignKey, px: int) -> nn.Module:
    torch.manual_seed(0)
    sized = model.model_copy(update={"input": ImageInput(px=px)})
    return on_maps(all_families()[model.family].build_maps(sized), with_design(sized, key), OUTPUTS)


@pytest.mark.parametrize("key", DESIGNS)
@pytest.mark.parametrize(("model", "px"), [(STARTER, 64), (STARTER, 72), (SQUEEZENET, 70)])
def test_a_design_answers_for_pictures_of_any_size(key: DesignKey, model: PretrainedModel, px: int) -> None:
    said = network_of(model, key, px).eval()(torch.zeros(2, 3, px, px))
    assert said.shape[:2] == (2, OUTPUTS)
    assert px / 32 <= said.shape[2] == said.shape[3] <= px


def test_u_net_answers_most_finely() -> None:
    keys: tuple[DesignKey, ...] = ("unet", "unet++", "fcn", "deeplabv3", "lraspp")
    sides = {key: network_of(STARTER, key, 64).eval()(torch.zeros(1, 3, 64, 64)).shape[-1] for key in keys}
    assert sides == {"unet": 32, "unet++": 32, "fcn": 8, "deeplabv3": 4, "lraspp": 8}


@pytest.mark.parametrize("key", DESIGNS)
def test_what_is_said_of_a_picture_does_not_depend_on_its_neighbours(key: DesignKey) -> None:
    torch.manual_seed(0)
    head = segmenter_head(key, (8, 16, 24, 32), OUTPUTS).train()
    for part in head.modules():
        if isinstance(part, nn.Dropout):
            part.eval()
    assert not any(isinstance(part, nn.BatchNorm2d) for part in head.modules())
    maps = tuple(torch.randn(3, channels, side, side) for channels, side in ((8, 16), (16, 8), (24, 4), (32, 2)))
    together, alone = head(maps), head(tuple(level[:1] for level in maps))
    torch.testing.assert_close(together[:1], alone, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("key", DESIGNS)
def test_every_part_of_a_design_learns(key: DesignKey) -> None:
    network = network_of(STARTER, key, 64).train()
    torch.autograd.backward(network(torch.randn(2, 3, 64, 64)).square().mean())
    assert all(parameter.grad is not None for parameter in network.get_submodule("head").parameters())


def test_weights_of_a_classifier_fit_the_backbone() -> None:
    family = all_families()["mobilenet"]
    classifier, network = family.build(STARTER, 2), network_of(STARTER, "unet", 64)
    family.load(network, classifier.get_submodule("backbone").state_dict())
    theirs = classifier.get_submodule("backbone").state_dict()
    for name, tensor in network.get_submodule("backbone").state_dict().items():
        assert torch.equal(tensor, theirs[name])


def test_without_a_design_it_is_u_net() -> None:
    maps = all_families()["mobilenet"].build_maps(STARTER)
    assert type(on_maps(maps, STARTER, OUTPUTS).get_submodule("head")) is type(
        network_of(STARTER, "unet", 64).get_submodule("head")
    )
