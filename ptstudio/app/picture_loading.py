"""Pictures of any size, made small and upright for a card; slow, and meant for a thread of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


def load_picture(file: Path, side: int) -> QImage:
    """The picture with no side longer than `side` pixels. Raises UnreadableImageError."""
    return qt_image(load_small(file, side))


def load_small(file: Path, side: int) -> "Picture":
    """The same as a picture of Pillow's, in RGB. Raises UnreadableImageError."""
    from PIL import Image

    from ptstudio.data._image import load_image

    picture = load_image(file)
    picture.thumbnail((side, side), Image.Resampling.BICUBIC)
    return picture


def qt_image(picture: "Picture") -> QImage:
    """An RGB picture of Pillow's as one of Qt's."""
    width, height = picture.size
    image = QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes belong to Python and go away
