"""From pixels to a network's input: torchvision's own arithmetic."""

import pytest
import torch
from torchvision.transforms.v2 import InterpolationMode, functional

from ptstudio.core.pretrained import ImageInput
from ptstudio.tasks._pixels import network_input, picture_tensor
from tests.helpers.pictures import two_halves

WANTED = ImageInput(px=32)
PX = 32
RED_CHANNEL = 0


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
