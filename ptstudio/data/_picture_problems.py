"""What can be wrong with a picture, in the user's words; it decodes nothing."""

import struct
from pathlib import Path

from ptstudio.core.amount import byte_size

# Where Pillow refuses, too: twice the number of pixels that take a quarter of a gigabyte as RGB.
MAX_PIXELS = 178_956_970

_AGAIN = "Copy the file again from where it came, or leave it out."
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


class UnreadableImageError(Exception):
    """A picture that cannot be used: why (`reason`), what can be done (`remedy`), and the `kind` of its finding."""

    def __init__(self, reason: str, remedy: str, kind: str = "unreadable") -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
        self.kind = kind


def cannot_open(error: OSError) -> UnreadableImageError:
    """The system did not give the file."""
    if isinstance(error, FileNotFoundError):
        return UnreadableImageError(
            "The file is not there.", "Put it back, or import the data again without it.", "missing-file"
        )
    if isinstance(error, PermissionError):
        return UnreadableImageError(
            "The file may not be read.", "Give yourself the right to read it, or leave it out.", "no-permission"
        )
    return UnreadableImageError(
        f"The system could not read the file: {error.strerror or error}.",
        "Check that the drive is connected and in order, then import again.",
    )


def too_large(size: tuple[int, int] | None) -> UnreadableImageError:
    """More pixels than are safe to decode; `size` in pixels, where it is known."""
    claim = f"{size[0]:,} × {size[1]:,} pixels" if size else f"more than {MAX_PIXELS // 10**6} million pixels"
    return UnreadableImageError(
        f"The picture claims to have {claim}; pictures of up to {MAX_PIXELS // 10**6} million pixels are read.",
        "Save it smaller, or cut it into several pictures.",
        "too-large",
    )


def too_many_bytes(size: int, limit: int) -> UnreadableImageError:
    """A file larger than any picture within the limits."""
    return UnreadableImageError(
        f"The file has {byte_size(size)}; files of up to {byte_size(limit)} are read.",
        "Save the picture smaller, or leave it out.",
        "too-large",
    )


def too_much_memory() -> UnreadableImageError:
    """The machine could not hold the decoded picture."""
    return UnreadableImageError(
        "There is not enough free memory to open the picture.", "Save it smaller, or close other programs.", "too-large"
    )


def no_pixels() -> UnreadableImageError:
    """A side of zero pixels."""
    return UnreadableImageError("The picture has no pixels: one of its sides is 0.", _AGAIN, "empty-picture")


def cannot_decode(error: Exception) -> UnreadableImageError:
    """The header was good, the rest was not."""
    text = str(error).lower()
    if isinstance(error, EOFError) or "truncated" in text or "not enough" in text or "too few" in text:
        return UnreadableImageError("The picture ends too early: a part of the file is missing.", _AGAIN, "truncated")
    return UnreadableImageError("The file is damaged and its picture cannot be opened.", _AGAIN, "damaged")


def not_identified(content: bytes) -> UnreadableImageError:
    """Pillow does not know the file; say what it is as far as its first bytes tell."""
    if not content:
        return UnreadableImageError("The file is empty.", _AGAIN, "empty-file")
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return UnreadableImageError(
            "This is a HEIC picture, as newer phones take them, and cannot be read here.",
            "Save it as JPEG; a phone can be set to take “most compatible” pictures.",
            "unsupported-format",
        )
    if _has_zero_side(content):
        return no_pixels()
    if content.startswith(_SIGNATURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return UnreadableImageError("The file begins like a picture but is damaged.", _AGAIN, "damaged")
    return UnreadableImageError(
        "The file is named like a picture but holds something else.",
        "Remove it, or put the picture in its place that belongs there.",
        "not-an-image",
    )


def not_a_picture(path: Path) -> tuple[str, str]:
    """Reason and remedy for a file whose name is not that of a picture."""
    kind = f"a “{path.suffix}” file" if path.suffix else "a file without an ending"
    return (
        f"“{path.name}” is {kind}, not a picture that can be read here.",
        "If it is a picture, save it as JPEG or PNG; otherwise nothing needs to be done.",
    )


def _has_zero_side(content: bytes) -> bool:
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        return 0 in struct.unpack(">II", content[16:24])
    if content.startswith(b"GIF8") and len(content) >= 10:
        return 0 in struct.unpack("<HH", content[6:10])
    if content.startswith(b"BM") and len(content) >= 26:
        return 0 in struct.unpack("<ii", content[18:26])
    return False
