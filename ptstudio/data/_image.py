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
from typing import IO, TYPE_CHECKING, NamedTuple

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
    "PictureSize",
    "UnreadableImageError",
    "examine_image",
    "image_suffixes",
    "is_image_name",
    "load_image",
    "load_square",
    "open_picture",
    "picture_size",
    "upright",
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
_ENOUGH_TO_TELL = 64
_PNG_SIGNATURE, _PNG_PIXELS, _PNG_END = 8, b"IDAT", b"IEND"
_PILLOW = ("ignore", None, Warning, re.compile(r"PIL\."), 0)


@dataclass(frozen=True)
class Examined:
    """What a look at a picture tells: an id from its content, its upright size in pixels, and a small JPEG."""

    id: str
    width: int
    height: int
    thumbnail: bytes = field(repr=False)


class PictureSize(NamedTuple):
    """Width and height in pixels of a picture as it is seen, and the way (EXIF's number) in which it is stored."""

    width: int
    height: int
    orientation: int | None = None

    @property
    def is_turned(self) -> bool:
        """Whether it lies on its side in the file."""
        return self.orientation in _TURNED


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
    with _opened(io.BytesIO(_content(path))) as image:
        return _upright_rgb(image)


def load_square(path: Path, side: int) -> "NDArray[np.uint8]":
    """Decode a picture to upright RGB squeezed into a square, uint8 (side, side, 3), for a network to learn from.

    A large JPEG is decoded only as finely as that needs, in a fraction of the time; values then differ a little from
    those of `load_image`. Raises UnreadableImageError.
    """
    import numpy as np

    with _opened(io.BytesIO(_content(path))) as image:
        image.draft(None, (side, side))
        picture = _upright_rgb(image)
        return np.asarray(picture.resize((side, side), Image.Resampling.BILINEAR), dtype=np.uint8)


def examine_image(path: Path) -> Examined:
    """Read a file once: its id (half of its sha256), its size, and a thumbnail of at most 160 px a side.

    All of it is decoded, so that a truncated file is found. Raises UnreadableImageError.
    """
    content = _content(path)
    with _opened(io.BytesIO(content)) as image:
        full = image.size
        # A large JPEG may be decoded to an eighth of its size: every byte of it is still read, at a third of the time.
        is_drafted = image.draft(None, (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE)) is not None
        picture = _upright_rgb(image)
        if not is_drafted:
            width, height = picture.size
        else:
            width, height = reversed(full) if _orientation(image) in _TURNED else full
    return Examined(hashlib.sha256(content).hexdigest()[:SAMPLE_ID_LENGTH], width, height, _thumbnail(picture))


def picture_size(path: Path) -> PictureSize:
    """How large a picture is, told by its header; its pixels are not decoded. Raises UnreadableImageError."""
    try:
        with path.open("rb") as file, _opened(file) as image:
            is_silent = image.format == "PNG" and "exif" not in image.info and not _says_more_behind(file)
            orientation = None if is_silent else _orientation(image)
            # Of a TIFF, Pillow tells the size of the upright picture.
            is_upright = image.format == "TIFF" or orientation not in _TURNED
            width, height = image.size if is_upright else reversed(image.size)
            return PictureSize(width, height, orientation)
    except OSError as error:
        raise cannot_open(error) from error


@contextmanager
def open_picture(picture: Path | bytes) -> Iterator[Image.Image]:
    """Give the picture in a file, or that which the bytes of one are, as it is stored, not decoded yet; what is wrong
    with it, also found in the block, is raised as UnreadableImageError.
    """
    content = picture if isinstance(picture, bytes) else _content(picture)
    with _opened(io.BytesIO(content)) as image:
        yield image


def upright(image: Image.Image, orientation: int | None) -> Image.Image:
    """A decoded picture that is stored in this way (EXIF's number), as it is seen."""
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


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
def _opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """Give the picture with only its header read; every problem met in the block becomes an UnreadableImageError."""
    _silence_pillow()
    try:
        with Image.open(file, formats=_formats()) as image:
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
        file.seek(0)
        raise not_identified(file.read(_ENOUGH_TO_TELL)) from error
    except MemoryError as error:
        raise too_much_memory() from error
    except Exception as error:  # a damaged file can make a decoder raise nearly anything
        raise cannot_decode(error) from error


def _upright_rgb(image: Image.Image) -> Image.Image:
    image.load()
    orientation = _orientation(image)
    return upright(to_rgb(image), orientation)


def _orientation(image: Image.Image) -> int | None:
    """What the camera wrote down; a damaged EXIF block says nothing, and the pixels are good all the same."""
    try:
        value = image.getexif().get(_ORIENTATION_TAG)
    except Exception:
        return None
    return value if isinstance(value, int) else None


def _says_more_behind(file: IO[bytes]) -> bool:
    """Whether there is anything behind the pixels of a PNG; Pillow decodes all of it to look there for EXIF."""
    place, has_pixels = file.tell(), False
    file.seek(_PNG_SIGNATURE)
    while len(head := file.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == _PNG_END or (has_pixels and kind != _PNG_PIXELS):
            break
        has_pixels = has_pixels or kind == _PNG_PIXELS
        file.seek(length + 4, io.SEEK_CUR)
    file.seek(place)
    return len(head) == 8 and head[4:] != _PNG_END


def _thumbnail(picture: Image.Image) -> bytes:
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.BICUBIC)
    small = io.BytesIO()
    picture.save(small, "JPEG", quality=85)
    return small.getvalue()


def _silence_pillow() -> None:
    """Pillow warns of flaws that it mends by itself; `warnings.catch_warnings` is not for threads, a filter is."""
    if _PILLOW not in warnings.filters:
        warnings.filterwarnings("ignore", module=r"PIL\.")
