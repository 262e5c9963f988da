"""A picture in a box of fixed size with what was found drawn over it; it loads nothing."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from typing_extensions import override

from ptstudio.app.overlay import Layer
from ptstudio.app.widgets.box_painting import paint_boxes
from ptstudio.app.widgets.picture_box import PictureBox
from ptstudio.core.class_colours import ClassColours


class LayerBox(PictureBox):
    """Shows an icon until there is a picture."""

    def __init__(self, side: int) -> None:
        super().__init__(side)
        self.layer = Layer(QImage())
        self.least = 0.0
        self._colours = ClassColours(())

    def show_layer(self, layer: Layer, colours: ClassColours) -> None:
        """Show a picture with what belongs over it."""
        self.layer, self._colours = layer, colours
        self.show_image(layer.image)

    def show_least(self, least: float) -> None:
        """Show the boxes that are at least so probable."""
        self.least = least
        self.update()

    @override
    def paint_above(self, painter: QPainter, place: QRectF) -> None:
        if self.layer.boxes is not None:
            paint_boxes(painter, self.layer.boxes, self.least, place, self._colours)
