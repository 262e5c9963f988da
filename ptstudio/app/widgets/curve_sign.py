"""A piece of a curve's line, beside the name of what the curve is of; knows no chart."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app.theme import theme
from ptstudio.app.widgets.chart_pens import palette_pen

WIDTH, HEIGHT = 22, 16


class CurveSign(QWidget):
    """In the colour and dashes that the curves of the thing at this place have."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self.setFixedSize(self.sizeHint())
        theme().changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        """Room for a few dashes."""
        return QSize(WIDTH, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette_pen(self._place, self.devicePixelRatioF()))
        painter.drawLine(1, HEIGHT // 2, WIDTH - 1, HEIGHT // 2)
