"""What is laid over a picture: boxes, which are drawn above it, and pixels of classes, which are mixed into it."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ptstudio.app.picture_loading import load_small, qt_image
from ptstudio.core.class_colours import ClassColours
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.sample_classes import counted
from ptstudio.data._picture_problems import UnreadableImageError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

STRENGTH = 0.6
"""How much of a pixel is the colour of its class; the rest is grey, so that a class looks alike on all pictures."""


Overlay = Boxes | Mask


@dataclass(frozen=True)
class Layer:
    """A picture that is ready to be drawn, and the boxes that belong above it; null where there is none."""

    image: QImage
    boxes: Boxes | None = None


def least_of(overlay: Overlay) -> float:
    """From what probability on something counts as found, unless a person tries another one."""
    return overlay.threshold if isinstance(overlay, Boxes) else 0.0


def classes_in(overlay: Overlay, least: float = 0.0) -> tuple[str, ...]:
    """The classes of what is laid over, one for each thing that is at least so probable."""
    if isinstance(overlay, Mask):
        return overlay.found
    return tuple(box.label for box in overlay.from_probability(least))


def overlay_words(overlay: Overlay, least: float = 0.0) -> str:
    """What is laid over, in a few words."""
    return overlay.said if isinstance(overlay, Mask) else counted(classes_in(overlay, least))


def load_layers(
    files: Sequence[Path], side: int, overlays: Sequence[Overlay | None], colours: ClassColours
) -> tuple[Layer, ...]:
    """The first of these files that can be read, no side longer than `side` pixels, once with each of what belongs over
    it; slow, and meant for a thread.
    """
    for file in files:
        try:
            picture = load_small(file, side)
        except UnreadableImageError:
            continue
        return tuple(layer_of(picture, overlay, colours) for overlay in overlays)
    return tuple(Layer(QImage()) for _ in overlays)


def load_layer(files: Sequence[Path], side: int, overlay: Overlay | None, colours: ClassColours) -> Layer:
    """The same, of one."""
    return load_layers(files, side, (overlay,), colours)[0]


def layer_of(picture: "Picture", overlay: Overlay | None, colours: ClassColours) -> Layer:
    """A picture of Pillow's with what belongs over it."""
    match overlay:
        case Mask():
            return Layer(qt_image(mixed_picture(picture, overlay, colours)))
        case _:
            return Layer(qt_image(picture), overlay)


def mixed_picture(picture: "Picture", mask: Mask, colours: ClassColours) -> "Picture":
    """A picture in the colours of its classes; as it was, where these cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(base64.b64decode(mask.png))) as grey:
            numbers = grey.convert("L").resize(picture.size, Image.Resampling.NEAREST)
    except (OSError, ValueError):
        return picture
    is_marked = numbers.point([255 * (0 < number <= len(mask.classes)) for number in range(256)])
    palette = [0, 0, 0, *(part for label in mask.classes for part in colours.of(label))]
    numbers.putpalette(palette + [0] * (768 - len(palette)))
    marked = Image.blend(picture.convert("L").convert("RGB"), numbers.convert("RGB"), STRENGTH)
    return Image.composite(marked, picture, is_marked)
