"""A pyramid has one width, and coarse maps tell fine ones what they have seen."""

import pytest
import torch

from ptstudio.models._pyramid import NARROWEST, WIDEST, Beyond, pyramid, width_for

CHANNELS = (8, 16, 24, 32)
MAPS = [torch.rand(2, width, side, side) for width, side in zip(CHANNELS, (16, 8, 4, 2), strict=True)]


@pytest.mark.parametrize(("beyond", "sides"), [("convolved", [8, 4, 2, 1, 1]), ("pooled", [8, 4, 2, 1])])
def test_the_three_coarsest_maps_become_levels_of_one_width(beyond: Beyond, sides: list[int]) -> None:
    levels = pyramid(CHANNELS, 32, beyond)(MAPS)
    assert [tuple(level.shape) for level in levels] == [(2, 32, side, side) for side in sides]


def test_the_finest_level_knows_the_coarsest_map_and_not_the_other_way_round() -> None:
    mixed = pyramid(CHANNELS, 32, "pooled").eval()
    changed_coarse, changed_fine = [*MAPS[:3], MAPS[3] + 1], [MAPS[0], MAPS[1] + torch.rand_like(MAPS[1]), *MAPS[2:]]
    with torch.inference_mode():
        plain, coarse, fine = (mixed(maps) for maps in (MAPS, changed_coarse, changed_fine))
    assert not torch.allclose(plain[0], coarse[0])
    assert not torch.allclose(plain[0], fine[0])
    assert torch.equal(plain[-1], fine[-1])


@pytest.mark.parametrize(
    ("channels", "width"),
    [
        ((24, 32, 96, 1280), 96),
        ((64, 128, 256, 512), 256),
        ((256, 512, 1024, 2048), WIDEST),
        ((8, 16, 24, 32), NARROWEST),
    ],
)
def test_it_is_no_wider_than_the_backbone_has_to_say(channels: tuple[int, ...], width: int) -> None:
    assert width_for(channels) == width
