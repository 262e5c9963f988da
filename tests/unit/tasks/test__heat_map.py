"""Heat maps point at what decided the answer, and depend on what the network has learned."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from ptstudio.tasks._heat_map import draw, heat_map
from tests.helpers.exports import PX, vision_transformer

BRIGHT = 1
SIDE = 64


def brightness_net() -> nn.Module:
    """A handmade network: class 1 is how bright its eight maps are, class 0 is a constant."""
    body = [nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 3, stride=2, padding=1), nn.ReLU()]
    network = nn.Sequential(*body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 2))
    for name, parameter in network.named_parameters():
        nn.init.constant_(parameter, 0.1 if name in ("0.weight", "2.weight") else 0)
    with torch.no_grad():
        network.get_parameter("6.weight")[BRIGHT] = 1
    return network.eval()


class PatchCounter(nn.Module):
    """A handmade network on a sequence of patches: class 1 is how many patches are bright."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.AvgPool2d(8)
        self.tokens = nn.Identity()

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        tokens = self.tokens(self.patches(pictures).flatten(2).transpose(1, 2))
        bright = tokens.mean(-1).sum(-1)
        return torch.stack([torch.zeros_like(bright), bright], dim=1)


def picture_with_a_bright(corner: str) -> torch.Tensor:
    pictures = torch.zeros(1, 3, SIDE, SIDE)
    rows = slice(0, 16) if "upper" in corner else slice(SIDE - 16, SIDE)
    columns = slice(0, 16) if "left" in corner else slice(SIDE - 16, SIDE)
    pictures[:, :, rows, columns] = 1
    return pictures


def hottest_corner(heat: np.ndarray) -> str:
    """The quarter of the map with most of the heat, which must be nearly all of it."""
    height, width = (side // 2 for side in heat.shape)
    quarters = {
        "upper left": heat[:height, :width],
        "upper right": heat[:height, width:],
        "lower left": heat[height:, :width],
        "lower right": heat[height:, width:],
    }
    hottest = max(quarters, key=lambda name: float(quarters[name].sum()))
    assert quarters[hottest].sum() > 0.8 * heat.sum()
    return hottest


@pytest.mark.parametrize("corner", ["upper left", "upper right", "lower left", "lower right"])
@pytest.mark.parametrize(
    ("network", "method"), [(brightness_net(), "Grad-CAM"), (PatchCounter(), "occlusion")], ids=["maps", "tokens"]
)
def test_the_heat_lies_where_the_answer_came_from(network: nn.Module, method: str, corner: str) -> None:
    heat, found = heat_map(network, picture_with_a_bright(corner), BRIGHT)
    assert found == method
    assert (float(heat.min()), float(heat.max())) == (0.0, 1.0)
    assert hottest_corner(heat) == corner


def test_a_transformer_is_explained_by_covering_parts() -> None:
    torch.manual_seed(0)
    heat, method = heat_map(vision_transformer().eval(), torch.randn(1, 3, PX, PX), 0)
    assert method == "occlusion"
    assert heat.shape == (8, 8)
    assert bool(np.isfinite(heat).all())


def test_other_weights_give_another_map() -> None:
    """The sanity check of Adebayo et al. 2018 (arXiv:1810.03292)."""
    pictures = torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    maps = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        network = brightness_net()
        for parameter in network.parameters():
            nn.init.normal_(parameter, std=0.5)
        maps.append(heat_map(network, pictures, BRIGHT)[0])
    assert np.abs(maps[0] - maps[1]).mean() > 0.05


def test_a_frozen_network_is_explained_and_left_as_it_was() -> None:
    network = brightness_net().requires_grad_(False)
    pictures = picture_with_a_bright("upper left")
    with torch.no_grad():
        before = network(pictures)
        heat, _ = heat_map(network, pictures, BRIGHT)
        assert torch.equal(network(pictures), before)
    assert hottest_corner(heat) == "upper left"
    assert not any(module._forward_hooks for module in network.modules())
    assert not any(parameter.requires_grad or parameter.grad is not None for parameter in network.parameters())


def test_where_nothing_speaks_for_the_answer_the_map_is_empty() -> None:
    heat, _ = heat_map(brightness_net(), torch.zeros(1, 3, SIDE, SIDE), BRIGHT)
    assert not heat.any()


@pytest.mark.parametrize("size", [(40, 30), (1000, 200), (1, 7)])
def test_the_map_is_drawn_over_the_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    heat = np.zeros((4, 4), dtype=np.float32)
    heat[:, 2:] = 1
    picture = Image.new("RGB", size, (100, 100, 100))
    draw(picture, heat, tmp_path / "map.png")
    with Image.open(tmp_path / "map.png") as drawn:
        assert drawn.format == "PNG"
        assert max(drawn.size) == min(512, max(size))
        pixels = np.asarray(drawn).astype(int)
    if size[0] > 1:
        assert np.abs(pixels[:, 0] - 100).max() < 12
        assert np.abs(pixels[:, -1] - 100).max() > 50
    assert picture.size == size
