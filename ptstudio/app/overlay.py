"""What is laid over a picture: boxes, which are drawn above it, and pixels of classes, which are mixed into it."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QImage

from ptstudio.app.class_colours import ClassColours
from ptstudio.app.picture_loading import load_small, qt_image
from ptstudio.core.prediction import Boxes, Mask
from ptstudio.core.sample_classes import counted, in_words
from ptstudio.core.shapes import BACKGROUND, UNKNOWN, MaskFile, Shape
from ptstudio.data._picture_problems import UnreadableImageError

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

STRENGTH = 0.55
"""How much of a pixel is the colour of its class."""


class Outlines(NamedTuple):
    """Things that are outlined in a picture of `width` × `height` pixels."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


Overlay = Boxes | Mask | Outlines | MaskFile


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
    match overlay:
        case Boxes():
            return tuple(box.label for box in overlay.from_probability(least))
        case Outlines():
            return tuple(shape.label for shape in overlay.shapes)
        case MaskFile():
            return tuple(dict.fromkeys(label for _, label in overlay.legend))
        case Mask():
            return overlay.found


def overlay_words(overlay: Overlay, least: float = 0.0) -> str:
    """What is laid over, in a few words."""
    classes = classes_in(overlay, least)
    return counted(classes) if isinstance(overlay, Boxes | Outlines) else in_words(classes)


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
        case None:
            return Layer(qt_image(picture))
        case Boxes():
            return Layer(qt_image(picture), overlay)
        case _:
            return Layer(qt_image(mixed_picture(picture, overlay, colours)))


def mixed_picture(picture: "Picture", overlay: Mask | Outlines | MaskFile, colours: ClassColours) -> "Picture":
    """A picture in the colours of its classes; as it was, where these cannot be read."""
    try:
        numbers, classes = _numbers(overlay)
    except (OSError, ValueError):
        return picture
    return _mixed(picture, numbers, [colours.of(label) for label in classes])


def _mixed(picture: "Picture", numbers: "Picture", colours: Sequence[tuple[int, int, int]]) -> "Picture":
    """The picture in the colours of its classes; those of `numbers` count from 1."""
    from PIL import Image

    fitted = numbers.resize(picture.size, Image.Resampling.NEAREST)
    share = [0] + [round(255 * STRENGTH)] * len(colours)
    amount = fitted.point(share + [0] * (256 - len(share)))
    palette = [0, 0, 0, *(part for colour in colours for part in colour)]
    fitted.putpalette(palette + [0] * (768 - len(palette)))
    return Image.composite(fitted.convert("RGB"), picture, amount)


def _numbers(overlay: Mask | Outlines | MaskFile) -> tuple["Picture", Sequence[str]]:
    """Which class each pixel belongs to, as a grey picture that counts from 1, and the classes."""
    match overlay:
        case Mask():
            return _opened(io.BytesIO(base64.b64decode(overlay.png))), overlay.classes
        case Outlines():
            classes = list(dict.fromkeys(shape.label for shape in overlay.shapes))
            return _filled(overlay, classes), classes
        case MaskFile():
            classes = list(dict.fromkeys(label for _, label in overlay.legend))
            return _of_file(overlay, classes), classes


def _opened(source: io.BytesIO) -> "Picture":
    from PIL import Image

    with Image.open(source) as picture:
        return picture.convert("L").point([0 if value == UNKNOWN else value for value in range(256)])


def _filled(outlines: Outlines, classes: Sequence[str]) -> "Picture":
    from PIL import Image, ImageDraw

    drawn = Image.new("L", (outlines.width, outlines.height), BACKGROUND)
    pen = ImageDraw.Draw(drawn)
    for shape in outlines.shapes:
        number = classes.index(shape.label) + 1
        for ring in shape.rings:
            pen.polygon(ring, fill=number)
        if not shape.rings:
            pen.rectangle(shape.box, outline=number, width=max(2, outlines.width // 200))
    return drawn


def _of_file(mask: MaskFile, classes: Sequence[str]) -> "Picture":
    """Values of one plane, or colours, as the numbers of their classes."""
    import numpy as np
    from PIL import Image

    with Image.open(mask.path) as picture:
        if mask.is_coloured:
            planes = np.asarray(picture.convert("RGB"), dtype=np.int64)
            values = (planes * (65_536, 256, 1)).sum(axis=2)
        else:
            values = np.asarray(picture)
            values = values if values.ndim == 2 else values[..., 0]
    numbers = np.zeros(values.shape, dtype=np.uint8)
    for value, label in mask.legend:
        numbers[values == value] = classes.index(label) + 1
    return Image.fromarray(numbers)
