"""From pixels to a network's input: torchvision's own arithmetic, and variation that keeps what a picture shows."""

import random
from collections.abc import Iterator

import pytest
import torch
from PIL import Image
from torchvision.transforms.v2 import InterpolationMode, functional

from ptstudio.core.pretrained import ImageInput
from ptstudio.tasks._pixels import Augmentation, network_input, picture_tensor
from tests.helpers.pictures import two_halves

WANTED = ImageInput(px=32)
PX = 32
RED_CHANNEL, BLUE_CHANNEL = 0, 2


def usual(*, mirror: bool = False, upside_down: bool = False) -> Augmentation:
    """The variation that the settings ask for by default."""
    return Augmentation(crop=0.25, rotate=8.0, colour=0.2, mirror=mirror, upside_down=upside_down)


def varied(augmentation: Augmentation, picture: Image.Image, times: int) -> Iterator[torch.Tensor]:
    pixels = picture_tensor(picture)
    return (augmentation.apply(pixels, PX, random.Random(seed))[0] for seed in range(times))


def is_red_on_the_left(picture: torch.Tensor) -> bool:
    red = picture[RED_CHANNEL]
    return bool(red[:, : PX // 2].mean() > red[:, PX // 2 :].mean() + 0.3)


@pytest.mark.parametrize("size", [(32, 32), (300, 200), (17, 90), (5, 3), (1, 1)])
def test_the_input_is_what_torchvision_makes(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    pixels = torch.randint(0, 256, (2, size[1], size[0], 3), dtype=torch.uint8)
    resized = functional.resize_image(
        pixels.permute(0, 3, 1, 2).float() / 255, [PX, PX], interpolation=InterpolationMode.BILINEAR, antialias=True
    )
    theirs = functional.normalize_image(resized, list(WANTED.mean), list(WANTED.std))
    torch.testing.assert_close(network_input(pixels, WANTED), theirs, atol=1e-5, rtol=0)


def test_fine_patterns_become_grey_not_another_pattern() -> None:
    stripes = torch.zeros(1, 256, 256, 3, dtype=torch.uint8)
    stripes[:, :, ::2] = 255
    plain = ImageInput(px=PX, mean=(0, 0, 0), std=(1, 1, 1))
    inner = network_input(stripes, plain)[..., 1:-1]
    assert inner.sub(0.5).abs().max() < 0.05


def test_pixels_are_height_width_colour() -> None:
    pixels = picture_tensor(two_halves((40, 20)))
    assert (pixels.shape, pixels.dtype) == ((20, 40, 3), torch.uint8)
    assert pixels[5, 5, RED_CHANNEL] > pixels[5, 35, RED_CHANNEL]


@pytest.mark.parametrize("size", [(40, 20), (400, 100), (3, 2), (1, 1)])
def test_variation_keeps_shape_and_range(size: tuple[int, int]) -> None:
    wild = Augmentation(crop=0.9, rotate=180, colour=0.9, mirror=True, upside_down=True)
    for picture in varied(wild, two_halves(size), 50):
        assert (picture.shape, picture.dtype) == ((3, PX, PX), torch.float32)
        assert 0 <= picture.min() <= picture.max() <= 1


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
    still = Augmentation(crop=0, rotate=0, colour=0, mirror=False, upside_down=False)
    (picture,) = varied(still, two_halves(), 1)
    plain = network_input(picture_tensor(two_halves())[None], ImageInput(px=PX, mean=(0, 0, 0), std=(1, 1, 1)))
    torch.testing.assert_close(picture, plain[0])


def test_turning_leaves_no_black_corners() -> None:
    white = Image.new("RGB", (50, 50), "white")
    turning = Augmentation(crop=0, rotate=45, colour=0, mirror=False, upside_down=False)
    assert all(picture.min() > 0.99 for picture in varied(turning, white, 20))
