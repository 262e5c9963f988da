"""Pictures side by side in one, each with its boxes drawn over it: what is there, and what was said."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from ptstudio.app.overlay import Layer
from ptstudio.app.theme import Space
from ptstudio.app.widgets.box_painting import FINE, paint_boxes
from ptstudio.core.class_colours import ClassColours


def layer_row(layers: Sequence[Layer], least: float, colours: ClassColours, side: int, sharpness: int = 1) -> QImage:
    """Squares of `side` pixels beside each other, with so many dots for each pixel; a picture is whole in its own."""
    width = len(layers) * side + (len(layers) - 1) * Space.tight
    made = QImage(sharpness * width, sharpness * side, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(sharpness, sharpness)
    for place, layer in enumerate(layers):
        if not layer.image.isNull():
            square = QRectF(place * (side + Space.tight), 0, side, side)
            fitted = layer.image.size().scaled(square.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            drawn = QRectF(0, 0, fitted.width(), fitted.height())
            drawn.moveCenter(square.center())
            painter.drawImage(drawn, layer.image)
            if layer.boxes is not None:
                paint_boxes(painter, layer.boxes, least, drawn, colours, FINE)
    painter.end()
    return made
