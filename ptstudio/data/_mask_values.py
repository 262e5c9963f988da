"""The values that stand in the pixels of a picture that is a mask; it does not know what they mean."""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ptstudio.data._image import PictureSize, open_picture, upright

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Value = TypeVar("Value", bound=np.generic)


def mask_values(path: Path, seen: PictureSize, *, is_coloured: bool) -> "NDArray[np.int32]":
    """The values of a mask in the upright picture that is `seen` so, int32 (height, width): numbers of its first plane,
    or red · 65,536 + green · 256 + blue. One of another size is brought to that of the picture. Raises
    UnreadableImageError.
    """
    with open_picture(path) as image:
        image.load()
        is_stored_so = seen.is_turned and image.size == (seen.height, seen.width)
        seen_so = upright(image, seen.orientation) if is_stored_so else image
        values = colours_of(seen_so) if is_coloured else plane_of(seen_so)
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


def plane_of(image: "Image.Image") -> "NDArray[np.int32]":
    """The numbers in the first plane of a decoded picture; of an indexed one, those of its palette's entries."""
    import numpy as np

    values = np.asarray(image).astype(np.int32)
    plane: NDArray[np.int32] = values if values.ndim == 2 else values[:, :, 0]
    return plane


def colours_of(image: "Image.Image") -> "NDArray[np.int32]":
    """The colours of a decoded picture as numbers."""
    import numpy as np

    red, green, blue = np.moveaxis(np.asarray(image.convert("RGB")).astype(np.int32), -1, 0)
    values: NDArray[np.int32] = red << 16 | green << 8 | blue
    return values
