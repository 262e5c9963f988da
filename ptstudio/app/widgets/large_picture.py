"""A picture as large as there is room, whole and in the middle; it loads nothing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.icons import icon
from ptstudio.app.theme import Space, theme

ICON = 48


class LargePicture(QWidget):
    """A picture as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(320, 320))
        theme().changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        """Show a picture; a null one leaves an icon."""
        self.image = image
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it whole and in the middle."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(self.rect(), Space.radius, Space.radius)
        if self.image.isNull():
            middle = self.rect().center()
            icon("picture", "muted").paint(painter, middle.x() - ICON // 2, middle.y() - ICON // 2, ICON, ICON)
        else:
            painter.drawImage(self._place(), self.image)
        painter.end()

    def _place(self) -> QRectF:
        room = self.size() - QSize(2 * Space.small, 2 * Space.small)
        fitted = self.image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, fitted.width(), fitted.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place
