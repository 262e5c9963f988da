"""From a picture's pixels to what a network takes: one way for training, prediction and export.

Pictures are squashed to a square, so that nothing at their edges is lost; knows nothing of labels.
"""

import random
from typing import TYPE_CHECKING

from ptstudio.core.pretrained import ImageInput

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from PIL import Image


def picture_tensor(picture: "Image.Image") -> "torch.Tensor":
    """An RGB picture as uint8, shape (height, width, 3)."""
    import numpy as np
    import torch

    return torch.from_numpy(np.array(picture, dtype=np.uint8))


def network_input(pixels: "torch.Tensor", wanted: ImageInput) -> "torch.Tensor":
    """Pixels of any size, uint8 (N, H, W, 3), as normalised float32 (N, 3, px, px)."""
    return normalised(resized(pixels.permute(0, 3, 1, 2).contiguous().float() / 255, wanted.px), wanted)


def resized(pictures: "torch.Tensor", px: int) -> "torch.Tensor":
    """Float pictures (N, 3, H, W) as squares of `px` pixels, smoothed so that fine patterns do not alias."""
    from torch.nn import functional

    return functional.interpolate(pictures, size=(px, px), mode="bilinear", antialias=True, align_corners=False)


def normalised(pictures: "torch.Tensor", wanted: ImageInput) -> "torch.Tensor":
    """Float pictures in 0…1, shape (N, 3, H, W), with the mean and spread that the network was pretrained with."""
    import torch

    mean = torch.tensor(wanted.mean, device=pictures.device).view(1, 3, 1, 1)
    std = torch.tensor(wanted.std, device=pictures.device).view(1, 3, 1, 1)
    return (pictures - mean) / std


def picture_array(inputs: "torch.Tensor", wanted: ImageInput) -> "NDArray[np.uint8]":
    """A normalised picture (3, px, px) turned back into pixels, uint8 (px, px, 3)."""
    import torch

    mean, std = (torch.tensor(values).view(3, 1, 1) for values in (wanted.mean, wanted.std))
    pixels = ((inputs * std + mean).clamp(0, 1) * 255).round().to(torch.uint8)
    array: NDArray[np.uint8] = pixels.permute(1, 2, 0).contiguous().numpy()
    return array


class Augmentation:
    """Small random changes to a picture that do not change what it shows; orientation is kept unless asked.

    `crop` is the largest share of the area that is cut away, `rotate` the largest angle in degrees, `colour` the
    largest relative change of brightness, contrast and saturation.
    """

    def __init__(self, *, crop: float, rotate: float, colour: float, mirror: bool, upside_down: bool) -> None:
        self.crop = crop
        self.rotate = rotate
        self.colour = colour
        self.mirror = mirror
        self.upside_down = upside_down

    def apply(self, pixels: "torch.Tensor", px: int, dice: random.Random) -> "torch.Tensor":
        """Change one picture, uint8 (H, W, 3), and give it as float in 0…1, (1, 3, px, px)."""
        pictures = self._cropped(pixels, dice).permute(2, 0, 1).unsqueeze(0).float() / 255
        return self._coloured(self._turned(resized(pictures, px), dice), dice).clamp(0, 1)

    def _cropped(self, pixels: "torch.Tensor", dice: random.Random) -> "torch.Tensor":
        height, width = pixels.shape[:2]
        area = 1 - dice.uniform(0, self.crop)
        stretch = dice.uniform(-1, 1) * self.crop / 2
        wanted_height = min(height, max(1, round(height * (area**0.5) * (1 + stretch))))
        wanted_width = min(width, max(1, round(width * (area**0.5) / (1 + stretch))))
        top = dice.randint(0, height - wanted_height)
        left = dice.randint(0, width - wanted_width)
        return pixels[top : top + wanted_height, left : left + wanted_width]

    def _turned(self, pictures: "torch.Tensor", dice: random.Random) -> "torch.Tensor":
        from torchvision.transforms.v2 import InterpolationMode, functional

        angle = dice.uniform(-self.rotate, self.rotate)
        if self.mirror and dice.random() < 0.5:
            pictures = pictures.flip(-1)
        if self.upside_down and dice.random() < 0.5:
            pictures = pictures.flip(-2)
        if abs(angle) < 0.5:
            return pictures
        edges = pictures[..., 0, :].mean(-1) + pictures[..., -1, :].mean(-1)
        edges = edges + pictures[..., :, 0].mean(-1) + pictures[..., :, -1].mean(-1)
        ground = (edges / 4)[..., None, None]
        # Turned as a difference from the ground: torchvision's own fill leaves a dark line along the turned edges.
        turned: torch.Tensor = functional.rotate(pictures - ground, angle, interpolation=InterpolationMode.BILINEAR)
        return turned + ground

    def _coloured(self, pictures: "torch.Tensor", dice: random.Random) -> "torch.Tensor":
        brightness, contrast, saturation = (1 + dice.uniform(-self.colour, self.colour) for _ in range(3))
        grey = pictures.mean(dim=1, keepdim=True)
        pictures = grey + (pictures - grey) * saturation
        mean = pictures.mean()
        return (mean + (pictures - mean) * contrast) * brightness
