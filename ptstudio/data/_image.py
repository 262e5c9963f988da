"""The one loader of pictures, the same for import, training, prediction and export; it knows no dataset and no task."""

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from ptstudio.core.dataset import SAMPLE_ID_LENGTH
from ptstudio.data._picture_problems import (
    MAX_PIXELS,
    UnreadableImageError,
    cannot_decode,
    cannot_open,
    no_pixels,
    not_identified,
    too_large,
    too_many_bytes,
    too_much_memory,
)
from ptstudio.data._pixels import to_rgb

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "MAX_PIXELS",
    "Examined",
    "UnreadableImageError",
    "examine_image",
    "image_suffixes",
    "is_image_name",
    "load_image",
    "load_square",
]

# Formats that hold photographs and that Pillow reads by itself; some builds of it lack one or the other.
FORMATS = ("JPEG", "PNG", "BMP", "DIB", "GIF", "TIFF", "WEBP", "AVIF", "JPEG2000", "PPM")
MAX_BYTES = 2**31
THUMBNAIL_SIDE = 160

_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_TURNED = (5, 6, 7, 8)
_PILLOW = ("ignore", None, Warning, re.compile(r"PIL\."), 0)


@dataclass(frozen=True)
class Examined:
    """What a look at a picture tells: an id from its content, its upright size in pixels, and a small JPEG."""

    id: str
    width: int
    height: int
    thumbnail: bytes = field(repr=False)


@cache
def image_suffixes() -> frozenset[str]:
    """The file name endings of the pictures that can be read here, in lower case with their dot."""
    suffixes = Image.registered_extensions().items()
    return frozenset(suffix for suffix, kind in suffixes if kind in _formats() or kind == "MPO")


def is_image_name(path: PurePath) -> bool:
    """Whether a file of this name should hold a picture."""
    return path.suffix.lower() in image_suffixes()


def load_image(path: Path) -> Image.Image:
    """Decode a picture to upright 8-bit RGB, whatever it was; of an animation, the first frame.

    Transparency lies on white; 16-bit values 0…65535 become 0…255. Safe to call from several threads.
    Raises UnreadableImageError.
    """
    with _opened(_content(path)) as image:
        return _upright_rgb(image)


def load_square(path: Path, side: int) -> "NDArray[np.uint8]":
    """Decode a picture to upright RGB squeezed into a square, uint8 (side, side, 3), for a network to learn from.

    A large JPEG is decoded only as finely as that needs, in a fraction of the time; values then differ a little from
    those of `load_image`. Raises UnreadableImageError.
    """
    import numpy as np

    with _opened(_content(path)) as image:
        image.draft(None, (side, side))
        picture = _upright_rgb(image)
        return np.asarray(picture.resize((side, side), Image.Resampling.BILINEAR), dtype=np.uint8)


def examine_image(path: Path) -> Examined:
    """Read a file once: its id (half of its sha256), its size, and a thumbnail of at most 160 px a side.

    All of it is decoded, so that a truncated file is found. Raises UnreadableImageError.
    """
    content = _content(path)
    with _opened(content) as image:
        full = image.size
        # A large JPEG may be decoded to an eighth of its size: every byte of it is still read, at a third of the time.
        is_drafted = image.draft(None, (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE)) is not None
        picture = _upright_rgb(image)
        if not is_drafted:
            width, height = picture.size
        else:
            width, height = reversed(full) if _orientation(image) in _TURNED else full
    return Examined(hashlib.sha256(content).hexdigest()[:SAMPLE_ID_LENGTH], width, height, _thumbnail(picture))


@cache
def _formats() -> tuple[str, ...]:
    Image.init()
    return tuple(kind for kind in FORMATS if kind in Image.OPEN)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_many_bytes(size, MAX_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise cannot_open(error) from error


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Give the picture with only its header read; every problem met in the block becomes an UnreadableImageError."""
    _silence_pillow()
    try:
        with Image.open(io.BytesIO(content), formats=_formats()) as image:
            if image.width * image.height > MAX_PIXELS:
                raise too_large(image.size)
            if not image.width * image.height:
                raise no_pixels()
            yield image
    except UnreadableImageError:
        raise
    except Image.DecompressionBombError as error:
        raise too_large(None) from error
    except UnidentifiedImageError as error:
        raise not_identified(content) from error
    except MemoryError as error:
        raise too_much_memory() from error
    except Exception as error:  # a damaged file can make a decoder raise nearly anything
        raise cannot_decode(error) from error


def _upright_rgb(image: Image.Image) -> Image.Image:
    image.load()
    orientation = _orientation(image)
    picture = to_rgb(image)
    return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture


def _orientation(image: Image.Image) -> int | None:
    """What the camera wrote down; a damaged EXIF block says nothing, and the pixels are good all the same."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG)
    except Exception:
        return None
    return value if isinstance(value, int) else None


def _thumbnail(picture: Image.Image) -> bytes:
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.BICUBIC)
    small = io.BytesIO()
    picture.save(small, "JPEG", quality=85)
    return small.getvalue()


def _silence_pillow() -> None:
    """Pillow warns of flaws that it mends by itself; `warnings.catch_warnings` is not for threads, a filter is."""
    if _PILLOW not in warnings.filters:
        warnings.filterwarnings("ignore", module=r"PIL\.")
