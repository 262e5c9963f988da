"""Variation keeps what a picture shows; a whole batch at once is shown as each picture alone would be."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from ptstudio.core.pretrained import ImageInput
from ptstudio.data._image import load_square
from ptstudio.tasks._pixels import network_input, picture_tensor
from ptstudio.tasks._variation import GREY, Variation, View, seen
from tests.helpers.pictures import two_halves

PX = 32
WANTED = ImageInput(px=PX, mean=(0, 0, 0), std=(1, 1, 1))
RED_CHANNEL = 0
STILL = Variation(crop=0, rotate=0, colour=0, mirror=False, upside_down=False)
WILD = Variation(crop=0.9, rotate=180, colour=0.9, mirror=True, upside_down=True)


def usual(*, mirror: bool = False, upside_down: bool = False) -> Variation:
    """The variation that the settings ask for by default."""
    return Variation(crop=0.25, rotate=8.0, colour=0.2, mirror=mirror, upside_down=upside_down)


def square(picture: Image.Image, side: int) -> "np.ndarray":
    return np.asarray(picture.resize((side, side), Image.Resampling.BILINEAR), dtype=np.uint8)


def views(variation: Variation, picture: Image.Image, times: int) -> list[View]:
    pixels = square(picture, variation.side(PX))
    return [variation.view(pixels, WANTED, random.Random(seed)) for seed in range(times)]


def varied(variation: Variation, picture: Image.Image, times: int) -> Iterator[torch.Tensor]:
    return iter(seen(views(variation, picture, times)))


def is_red_on_the_left(picture: torch.Tensor) -> bool:
    red = picture[RED_CHANNEL]
    return bool(red[:, : PX // 2].mean() > red[:, PX // 2 :].mean() + 0.3)


@pytest.mark.parametrize("size", [(40, 20), (400, 100), (3, 2), (1, 1)])
def test_variation_keeps_shape_and_range(size: tuple[int, int]) -> None:
    for picture in varied(WILD, two_halves(size), 50):
        assert (picture.shape, picture.dtype) == ((3, PX, PX), torch.float32)
        assert 0 <= picture.min() <= picture.max() <= 1 + 1e-6


def test_left_stays_left_and_up_stays_up_unless_asked() -> None:
    upright = two_halves((60, 60))
    assert all(map(is_red_on_the_left, varied(usual(), upright, 200)))
    lying = upright.transpose(Image.Transpose.ROTATE_270)  # red comes to lie above
    assert all(is_red_on_the_left(picture.transpose(1, 2)) for picture in varied(usual(), lying, 200))


def test_half_of_the_pictures_are_mirrored_where_asked() -> None:
    kept = sum(map(is_red_on_the_left, varied(usual(mirror=True), two_halves((60, 60)), 200)))
    assert 70 < kept < 130


def test_half_of_the_pictures_stand_on_their_head_where_asked() -> None:
    lying = two_halves((60, 60)).transpose(Image.Transpose.ROTATE_270)
    pictures = varied(usual(upside_down=True), lying, 200)
    kept = sum(is_red_on_the_left(picture.transpose(1, 2)) for picture in pictures)
    assert 70 < kept < 130
    assert all(map(is_red_on_the_left, varied(usual(upside_down=True), two_halves((60, 60)), 50)))


def test_the_dice_alone_decide() -> None:
    first, again = (list(varied(usual(), two_halves(), 5)) for _ in range(2))
    assert all(map(torch.equal, first, again))
    assert not torch.equal(first[0], first[1])


def test_without_any_variation_the_picture_is_only_resized() -> None:
    (picture,) = varied(STILL, two_halves(), 1)
    plain = network_input(picture_tensor(two_halves())[None], WANTED)
    torch.testing.assert_close(picture, plain[0], atol=0.51 / 255, rtol=0)


def test_turning_leaves_no_black_corners() -> None:
    white = Image.new("RGB", (50, 50), "white")
    turning = Variation(crop=0, rotate=45, colour=0, mirror=False, upside_down=False)
    assert all(picture.min() > 0.99 for picture in varied(turning, white, 20))


def test_half_of_the_pictures_are_seen_from_farther_away_on_grey() -> None:
    white = Image.new("RGB", (50, 50), "white")
    farther = replace(STILL, shrink=0.5)
    shown = views(farther, white, 200)
    sides = [view.place[0] for view in shown]
    assert all(view.is_grey_beyond for view in shown)
    assert 70 < sum(side > 1 for side in sides) < 130
    assert max(sides) <= 2
    for view, picture in zip(shown, seen(shown), strict=True):
        is_grey = (picture - GREY / 255).abs().amax(dim=0) < 1e-4
        share = float(is_grey.float().mean())
        assert share == pytest.approx(1 - 1 / view.place[0] ** 2, abs=0.09)
        assert view.place[0] == pytest.approx(view.place[4]), "nothing is stretched"


@pytest.mark.parametrize("seed", range(5))
def test_where_nothing_shrinks_dice_and_pictures_are_those_of_before(seed: int) -> None:
    dice, again = random.Random(seed), random.Random(seed)
    plain = usual(mirror=True).view(square(two_halves(), 40), WANTED, dice)
    assert not plain.is_grey_beyond
    share = 1 - again.uniform(0, 0.25)
    stretch = 1 + again.uniform(-1, 1) * 0.25 / 2
    width = min(1.0, share**0.5 / stretch)
    across = again.uniform(-1, 1) * (1 - width)
    assert plain.place[2] == across


def test_a_batch_shows_what_each_view_alone_shows() -> None:
    several = [*views(usual(mirror=True), two_halves(), 6)]
    together = seen(several)
    for picture, view in zip(together, several, strict=True):
        torch.testing.assert_close(picture, seen([view])[0])


def test_what_is_seen_is_normalised_as_the_network_wants_it() -> None:
    wanted = ImageInput(px=PX)
    pixels = square(two_halves(), PX)
    exact = network_input(torch.from_numpy(pixels.copy())[None], wanted)
    torch.testing.assert_close(seen([View(pixels, wanted)]), exact, atol=1e-5, rtol=0)


def test_a_square_leaves_room_for_what_is_cut_away_within_reason() -> None:
    assert STILL.side(224) == 224
    assert usual().side(224) == 259
    assert WILD.side(224) == 336


@pytest.mark.parametrize("size", [(640, 480), (2000, 1500)])
def test_a_coarsely_decoded_square_is_nearly_the_exact_one(size: tuple[int, int], tmp_path: Path) -> None:
    file = tmp_path / "photograph.jpg"
    shapes = torch.nn.functional.interpolate(
        torch.rand(1, 3, 12, 9, generator=torch.Generator().manual_seed(0)), size=size[::-1], mode="bicubic"
    )
    Image.fromarray((shapes[0].clamp(0, 1) * 255).byte().permute(1, 2, 0).numpy()).save(file, quality=95)
    coarse = load_square(file, PX).astype(np.float32) / 255
    with Image.open(file) as picture:
        exact = network_input(picture_tensor(picture)[None], WANTED)[0].permute(1, 2, 0).numpy()
    assert np.abs(coarse - exact).max() < 0.05
    assert np.abs(coarse - exact).mean() < 0.005
