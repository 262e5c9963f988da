"""The values that stand in the pixels of a picture that is a mask; it does not know what they mean."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ptstudio.data._image import PictureSize, open_picture, upright

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Value = TypeVar("Value", bound=np.generic)
_PLANES = ("1", "L", "P", "I", "I;16", "I;16B", "I;16L", "I;16N", "LA", "PA")
"""Modes of pictures in which each pixel has one number, transparency aside."""


def mask_values(path: Path, seen: PictureSize) -> "NDArray[np.int32]":
    """The values of a mask in the upright picture that is `seen` so, int32 (height, width): numbers of one plane, else
    red · 65,536 + green · 256 + blue. One of another size is brought to that of the picture. Raises
    UnreadableImageError.
    """
    with open_picture(path) as image:
        image.load()
        is_stored_so = seen.is_turned and image.size == (seen.height, seen.width)
        values = _values(upright(image, seen.orientation) if is_stored_so else image)
    return at_size(values, seen)


def at_size(values: "NDArray[Value]", seen: PictureSize) -> "NDArray[Value]":
    """Values (height, width) at the size of another picture, each pixel having that of the nearest."""
    import numpy as np

    height, width = values.shape
    if (height, width) == (seen.height, seen.width):
        return values
    rows = ((np.arange(seen.height) + 0.5) * height / seen.height).astype(np.intp)
    columns = ((np.arange(seen.width) + 0.5) * width / seen.width).astype(np.intp)
    sized: NDArray[Value] = values[rows[:, None], columns]
    return sized


def is_coloured(image: "Image.Image") -> bool:
    """Whether colours are the values of an opened mask, and not the numbers of one plane."""
    return image.mode not in _PLANES


def _values(image: "Image.Image") -> "NDArray[np.int32]":
    import numpy as np

    if not is_coloured(image):
        plane = image.getchannel(0) if image.mode in ("LA", "PA") else image
        return np.asarray(plane).astype(np.int32)
    red, green, blue = np.moveaxis(np.asarray(image.convert("RGB")).astype(np.int32), -1, 0)
    values: NDArray[np.int32] = red << 16 | green << 8 | blue
    return values
