"""From a picture's pixels to what a network takes: one way for training, prediction and export.

Pictures are squashed to a square, so that nothing at their edges is lost; knows nothing of labels.
"""

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
    import torch

    # Large pictures are gone through as rarely as can be, and divided only once they are small.
    planes = pixels.permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.contiguous_format)
    return normalised(resized(planes, wanted.px) / 255, wanted)


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
