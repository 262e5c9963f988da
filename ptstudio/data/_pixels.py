"""Every kind of pixel that Pillow decodes, made 8-bit RGB; it opens no file."""

from PIL import Image

_CUSTOMARY_RANGES = (1.0, 255.0, 65535.0)


def to_rgb(image: Image.Image) -> Image.Image:
    """Convert a decoded picture to mode RGB, transparency on white."""
    if image.mode.startswith(("I", "F")):
        return _deep_to_rgb(image)
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return white
    return image.convert("RGB")


def _deep_to_rgb(image: Image.Image) -> Image.Image:
    """Scale deep grey values: whole numbers from 0…65535, fractions from the least of 0…1, 0…255, 0…65535 that holds
    them all. Values beyond (32-bit data, negative ones) are scaled from their own range.
    """
    import numpy as np

    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0, neginf=0)
    low, high = float(values.min()), float(values.max())
    ranges = _CUSTOMARY_RANGES if image.mode == "F" else _CUSTOMARY_RANGES[-1:]
    customary = next((end for end in ranges if low >= 0 and high <= end), None)
    start, end = (0.0, customary) if customary else (low, high)
    grey = np.rint((values - start) * (255.0 / max(end - start, 1e-12))).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")
