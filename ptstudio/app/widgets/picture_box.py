"""A picture in a box of fixed size, whole and in the middle; it loads nothing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.icons import icon
from ptstudio.app.theme import Space, theme

ICON = 32


class PictureBox(QWidget):
    """Shows an icon until there is a picture."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._image = QImage()
        self._icon_name = "picture"
        theme().changed.connect(self.update)

    @property
    def is_filled(self) -> bool:
        """Whether a picture is shown."""
        return not self._image.isNull()

    def show_image(self, image: QImage) -> None:
        """Show a picture, best one with twice as many pixels as the box, for fine screens."""
        self._image = image
        self.update()

    def show_icon(self, icon_name: str) -> None:
        """Show an icon in place of a picture."""
        self._image, self._icon_name = QImage(), icon_name
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture on a quiet ground."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), Space.radius, Space.radius)
        painter.fillPath(ground, theme().colour("raised"))
        if self._image.isNull():
            corner = (self.width() - ICON) // 2
            icon(self._icon_name, "muted").paint(painter, corner, corner, ICON, ICON)
        else:
            painter.setClipPath(ground)
            painter.drawImage(self._place(), self._image)
            self.paint_above(painter, self._place())
        painter.end()

    def paint_above(self, painter: QPainter, place: QRectF) -> None:
        """Draw what belongs above the picture, which lies in `place`; there is nothing of the kind here."""

    def _place(self) -> QRectF:
        fitted = self._image.size().scaled(QSize(self.width(), self.height()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitted.width()) / 2, (self.height() - fitted.height()) / 2
        return QRectF(left, top, fitted.width(), fitted.height())
