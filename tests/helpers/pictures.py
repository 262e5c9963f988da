"""Makers of pictures, good ones and bad ones of every sort."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

ORIENTATION = 0x0112
RED, GREEN, BLUE = (220, 30, 40), (30, 200, 60), (40, 60, 210)


def picture(size: tuple[int, int] = (24, 16), colour: tuple[int, int, int] = RED, seed: int = 0) -> Image.Image:
    """A plain picture with a little noise, so that no two seeds give the same file."""
    noise = np.random.default_rng(seed).integers(-12, 12, (size[1], size[0], 3))
    return Image.fromarray(np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8))


def save(path: Path, seed: int = 0, colour: tuple[int, int, int] = RED, size: tuple[int, int] = (24, 16)) -> Path:
    """Write a good picture in the format of the path's ending, with the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture(size, colour, seed).save(path)
    return path


def two_halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right: it shows which way up a picture is."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    return image


def save_turned(path: Path, orientation: int, size: tuple[int, int] = (40, 20)) -> Path:
    """Two halves, stored in a turned way that EXIF describes, so that they are seen upright."""
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = two_halves(size)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    (image if stored is None else image.transpose(stored)).save(path, exif=exif, quality=95)
    return path


def save_truncated(path: Path, keep: float = 0.5) -> Path:
    """A picture of which only the first part was copied."""
    save(path, size=(200, 150))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


def save_text(path: Path) -> Path:
    """A text file that is named like a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("This is no picture, whatever the name says.\n" * 5)
    return path


def save_bomb(path: Path, width: int = 50_000, height: int = 50_000) -> Path:
    """A PNG of a few bytes whose header claims that many pixels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"\0" * 100)), _chunk(b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


def save_heic(path: Path) -> Path:
    """The first bytes of a HEIC file, which Pillow does not read by itself."""
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50)
    return path


def save_with_broken_exif(path: Path) -> Path:
    """A good JPEG whose EXIF block is cut off."""
    exif = Image.Exif()
    exif[ORIENTATION] = 1
    exif[0x010E] = "a description that will be cut"
    picture().save(path, exif=exif.tobytes()[:-20])
    return path


def jpeg_bytes(seed: int = 0) -> bytes:
    """A small good JPEG."""
    buffer = io.BytesIO()
    picture(seed=seed).save(buffer, "JPEG")
    return buffer.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
