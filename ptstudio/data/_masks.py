"""What is in a picture as a mask: a number for the class of each pixel, uint8 (height, width), as it is kept in a
revision; 0 is background, 255 what nobody knows.
"""

import base64
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.shapes import BACKGROUND, MOST_IN_MASK, UNKNOWN, MaskFile, Ring, Shape
from ptstudio.data._image import PictureSize, picture_size
from ptstudio.data._mask_values import at_size, mask_values
from ptstudio.data._runs import pixels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def mask_of(fields: Mapping[str, object], classes: Sequence[str]) -> "NDArray[np.uint8]":
    """The mask of a sample with shapes or with a mask file, of the size of its upright picture; k stands for the k-th
    of `classes` (from 1), others are background. Raises UnreadableImageError for a picture or mask that cannot be read.
    """
    image, mask, shapes = fields["image"], fields.get("mask"), fields.get("shapes", ())
    if not isinstance(image, Path) or not isinstance(shapes, tuple):
        raise TypeError("A sample of a picture holds a Path, and shapes or a mask")
    seen = picture_size(image)
    return _read(mask, seen, classes) if isinstance(mask, MaskFile) else drawn(shapes, seen, classes)


def drawn(shapes: Sequence[Shape], seen: PictureSize, classes: Sequence[str]) -> "NDArray[np.uint8]":
    """Shapes drawn into a mask, large ones first, so that none hides a smaller one. Where only the box of a thing is
    known, nobody knows which pixels in it belong to it.
    """
    import numpy as np

    numbers = _numbers(classes)
    mask = np.full((seen.height, seen.width), BACKGROUND, dtype=np.uint8)
    wanted = [shape for shape in shapes if shape.label in numbers]
    for shape in sorted(wanted, key=lambda shape: (bool(shape.rings or shape.runs), -shape.box.area)):
        number = numbers[shape.label]
        if shape.runs:
            mask[at_size(pixels_of(shape.runs), seen) != 0] = number
        elif shape.rings:
            for ring in shape.rings:
                _fill(mask, ring, number)
        else:
            left, top, right, bottom = map(round, shape.box)
            mask[top:bottom, left:right] = UNKNOWN
    return mask


def encoded(mask: "NDArray[np.uint8]") -> str:
    """A mask as a grey PNG in base64."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(mask).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def decoded(png: str) -> "NDArray[np.uint8]":
    """The mask in a grey PNG in base64."""
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        return np.asarray(image.convert("L"), dtype=np.uint8)


def _numbers(classes: Sequence[str]) -> dict[str, int]:
    if len(classes) > MOST_IN_MASK:
        raise ValueError(f"A mask tells {MOST_IN_MASK} classes apart, not {len(classes)}")
    return {label: number for number, label in enumerate(classes, start=1)}


def _read(mask: MaskFile, seen: PictureSize, classes: Sequence[str]) -> "NDArray[np.uint8]":
    """The values of a mask file by their legend."""
    import numpy as np

    numbers = _numbers(classes)
    meanings = {value: numbers[label] for value, label in mask.legend if label in numbers}
    meanings.update(dict.fromkeys(mask.unknown, UNKNOWN))
    found = np.full((seen.height, seen.width), BACKGROUND, dtype=np.uint8)
    values = mask_values(mask.path, seen, is_coloured=mask.is_coloured)
    for value, number in meanings.items():
        found[values == value] = number
    return found


def _fill(mask: "NDArray[np.uint8]", ring: Ring, number: int) -> None:
    """Give the number to all pixels whose middle lies within a closed line: those with an odd number of its edges to
    their left.
    """
    import numpy as np

    x, y = np.array(ring[0::2]), np.array(ring[1::2])
    left, right = int(max(x.min(), 0)), min(int(np.ceil(x.max())), mask.shape[1])
    top, bottom = int(max(y.min(), 0)), min(int(np.ceil(y.max())), mask.shape[0])
    if left >= right or top >= bottom:
        return
    middles = np.arange(top, bottom)[:, None] + 0.5
    end_x, end_y = np.roll(x, -1), np.roll(y, -1)
    rows, edges = np.nonzero((y <= middles) != (end_y <= middles))
    share = (rows + top + 0.5 - y[edges]) / (end_y - y)[edges]
    crossings = x[edges] + share * (end_x - x)[edges]
    columns = np.clip(np.ceil(crossings - 0.5), left, right).astype(np.intp) - left
    counts = np.zeros((bottom - top, right - left + 1), dtype=np.int32)
    np.add.at(counts, (rows, columns), 1)
    is_inside = np.cumsum(counts, axis=1)[:, :-1] % 2 == 1
    mask[top:bottom, left:right][is_inside] = number
