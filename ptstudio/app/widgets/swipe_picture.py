"""Two pictures of the same thing in one place, with a divider that is dragged from one to the other."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from typing_extensions import override

from ptstudio.app.overlay import Layer
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.placed_picture import PlacedPicture
from ptstudio.core.class_colours import ClassColours

NEAR = 10
"""So many pixels beside the divider still take hold of it."""
STEP = 0.05
HANDLE = 18


class SwipePicture(PlacedPicture):
    """Left of the divider lies the one picture, right of it the other. Shift with an arrow key moves it, too."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._names = left, right
        self.other = Layer(QImage())
        self.divider = 0.5
        self._drags = False
        self.setMouseTracking(True)
        moving = tr("Drag the line from one to the other, or press Shift and an arrow key.")
        self.setToolTip(moving)
        self.setAccessibleDescription(f"{self.accessibleDescription()} {moving}")

    def show_layers(self, left: Layer, right: Layer, colours: ClassColours) -> None:
        """Show other pictures."""
        self.other = right
        self.show_layer(left, colours)

    def divide(self, at: float) -> None:
        """Put the divider at a share of the width (0 to 1)."""
        self.divider = min(1.0, max(0.0, at))
        self.update()

    @override
    def paint_picture(self, painter: QPainter) -> None:
        x = self._x()
        for layer, part in (
            (self.layer, QRectF(0, 0, x, self.height())),
            (self.other, QRectF(x, 0, self.width() - x, self.height())),
        ):
            painter.save()
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
            self.paint_layer(painter, layer)
            painter.restore()
        self._paint_divider(painter, x)

    def _paint_divider(self, painter: QPainter, x: float) -> None:
        ground, front = theme().colour("surface"), theme().colour("text")
        painter.setPen(QPen(ground, 4))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(front, 1.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(ground)
        middle = self.height() / 2
        painter.drawEllipse(QPointF(x, middle), HANDLE / 2, HANDLE / 2)
        painter.drawText(QRectF(x - HANDLE, middle - HANDLE, 2 * HANDLE, 2 * HANDLE), _MIDDLE, "↔")
        painter.setFont(theme().font("small", is_bold=True))
        self._paint_name(painter, self._names[0], x, is_left=True)
        self._paint_name(painter, self._names[1], x, is_left=False)

    def _paint_name(self, painter: QPainter, name: str, x: float, *, is_left: bool) -> None:
        """What lies on that side, at the foot of the divider."""
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(name) + 2 * Space.small, metrics.height() + Space.tight
        left = x - width - Space.small if is_left else x + Space.small
        chip = QRectF(left, self.height() - height - Space.small, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("surface"))
        painter.drawRoundedRect(chip, Space.tight, Space.tight)
        painter.setPen(theme().colour("text"))
        painter.drawText(chip, _MIDDLE, name)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the divider, or of the picture."""
        self._drags = event.button() is Qt.MouseButton.LeftButton and abs(event.position().x() - self._x()) <= NEAR
        if not self._drags:
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        x = event.position().x()
        if self._drags:
            self.divide(x / max(1, self.width()))
        elif event.buttons():
            super().mouseMoveEvent(event)
        elif abs(x - self._x()) <= NEAR:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.show_sector(self.sector)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._drags = False
        super().mouseReleaseEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """With Shift, arrow keys are the divider's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _moves_divider(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the divider, or as every picture does."""
        if _moves_divider(event):
            self.divide(self.divider + (STEP if event.key() == Qt.Key.Key_Right else -STEP))
        else:
            super().keyPressEvent(event)

    def _x(self) -> float:
        return self.divider * self.width()


_MIDDLE = Qt.AlignmentFlag.AlignCenter


def _moves_divider(event: QKeyEvent) -> bool:
    is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return is_shifted and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
