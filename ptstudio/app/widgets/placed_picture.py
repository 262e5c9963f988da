"""A picture with boxes or classes laid over it, which a person can go into and move about in; it loads nothing."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.icons import icon
from ptstudio.app.overlay import Layer
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.box_painting import Pen, paint_boxes
from ptstudio.core.class_colours import ClassColours

ICON = 48
STEP, MOST = 1.25, 32.0
"""By how much a key or a notch of the wheel goes in, and how far one can."""
NOTCH = 120
"""What Qt calls a notch of a wheel."""
MOVE = 0.1
"""Which part of what is in view an arrow key moves it by."""
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
CLOSER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
FARTHER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


@dataclass(frozen=True)
class Sector:
    """What of a picture is in view: `zoom` is 1 where all of it is, `x` and `y` are the middle (0 to 1)."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def within(self, shown: QSize, room: QSize) -> "Sector":
        """The nearest one that leaves no room empty which the picture, `shown` in full at zoom 1, could fill."""
        wide, high = self.zoom * shown.width(), self.zoom * shown.height()
        return replace(
            self, x=_held(self.x, room.width() / max(1, wide)), y=_held(self.y, room.height() / max(1, high))
        )


class PlacedPicture(QWidget):
    """`moved(Sector)` when a person goes closer or elsewhere, so that another can follow.

    The wheel, + and − go closer and back, 0 shows all; dragging and the arrow keys move what is in view.
    """

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.layer = Layer(QImage())
        self.sector = Sector()
        self.least = 0.0
        self.colours = ClassColours(())
        self.has_overlay = True
        self._held: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(240, 240))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("A picture"))
        self.setAccessibleDescription(
            tr("Plus and minus go closer and back, 0 shows all of it; closer, arrow keys move what is in view.")
        )
        theme().changed.connect(self.update)

    def show_layer(self, layer: Layer, colours: ClassColours) -> None:
        """Show another picture; what of it is in view stays."""
        self.layer, self.colours = layer, colours
        self.show_sector(self.sector)

    def show_least(self, least: float) -> None:
        """Show the boxes that are at least so probable."""
        self.least = least
        self.update()

    def show_overlay(self, is_wanted: bool) -> None:
        """Show what is above the picture, or the picture alone."""
        self.has_overlay = is_wanted
        self.update()

    def show_sector(self, sector: Sector) -> None:
        """Show this of the picture, without telling of it."""
        self.sector = sector.within(self._whole().size().toSize(), self._room().size().toSize())
        self.setCursor(Qt.CursorShape.OpenHandCursor if self.sector.zoom > 1 else Qt.CursorShape.ArrowCursor)
        self.update()

    def go_closer(self, steps: float, at: QPointF | None = None) -> None:
        """Go so many steps closer to a point of the widget, or to the middle; fewer than none go back."""
        zoom = min(MOST, max(1.0, self.sector.zoom * STEP**steps))
        middle = self._room().center()
        away = (at or middle) - middle
        before, after = (self._whole(factor) for factor in (self.sector.zoom, zoom))
        x = self.sector.x + away.x() * (1 / max(1, before.width()) - 1 / max(1, after.width()))
        y = self.sector.y + away.y() * (1 / max(1, before.height()) - 1 / max(1, after.height()))
        self._go(Sector(zoom, x, y))

    def fit(self) -> None:
        """Show all of it."""
        self._go(Sector())

    @property
    def place(self) -> QRectF:
        """Where in the widget the whole picture lies, also what of it is out of view."""
        whole, middle = self._whole(self.sector.zoom), self._room().center()
        left, top = middle.x() - self.sector.x * whole.width(), middle.y() - self.sector.y * whole.height()
        return QRectF(left, top, whole.width(), whole.height())

    # ------------------------------------------------------------------ Qt's events

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), Space.radius, Space.radius)
        painter.fillPath(ground, theme().colour("raised"))
        painter.setClipPath(ground)
        if self.layer.image.isNull():
            middle = self.rect().center()
            icon("picture", "muted").paint(painter, middle.x() - ICON // 2, middle.y() - ICON // 2, ICON, ICON)
        else:
            painter.save()
            self.paint_picture(painter)
            painter.restore()
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Space.radius, Space.radius)
        painter.end()

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the picture and what is above it."""
        self.paint_layer(painter, self.layer)

    def paint_layer(self, painter: QPainter, layer: Layer) -> None:
        """Draw one picture and its boxes where they belong."""
        painter.drawImage(self.place, layer.image)
        if layer.boxes is not None and self.has_overlay:
            paint_boxes(painter, layer.boxes, self.least, self.place, self.colours, Pen())

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go closer to where the mouse is, or back."""
        self.go_closer(event.angleDelta().y() / NOTCH, event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.position()
            if self.sector.zoom > 1:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture that is held."""
        if self._held is not None:
            self._move(self._held - event.position())
            self._held = event.position()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._held = None
        self.show_sector(self.sector)

    @override
    def event(self, event: QEvent) -> bool:
        """Arrow keys are this picture's own while there is somewhere to move to."""
        if isinstance(event, QKeyEvent) and self._is_claimed(event):
            event.accept()
            return True
        return super().event(event)

    def _is_claimed(self, event: QKeyEvent) -> bool:
        return event.type() is QEvent.Type.ShortcutOverride and event.key() in ARROWS and self.sector.zoom > 1

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go closer, back or elsewhere."""
        key = event.key()
        if key in ARROWS and self.sector.zoom > 1:
            room = self._room()
            self._move(
                QPointF(ARROWS[Qt.Key(key)].x() * MOVE * room.width(), ARROWS[Qt.Key(key)].y() * MOVE * room.height())
            )
        elif key in CLOSER:
            self.go_closer(1)
        elif key in FARTHER:
            self.go_closer(-1)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.update()

    # ------------------------------------------------------------------ inside

    def _go(self, sector: Sector) -> None:
        self.show_sector(sector)
        self.moved.emit(self.sector)

    def _move(self, by: QPointF) -> None:
        place = self.place
        x, y = self.sector.x + by.x() / max(1, place.width()), self.sector.y + by.y() / max(1, place.height())
        self._go(replace(self.sector, x=x, y=y))

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(Space.tight, Space.tight, -Space.tight, -Space.tight)

    def _whole(self, zoom: float = 1.0) -> QRectF:
        """How large the picture is at that zoom."""
        fitted = self.layer.image.size().scaled(self._room().size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(0, 0, zoom * fitted.width(), zoom * fitted.height())


def _held(middle: float, share: float) -> float:
    """A middle around which a part of the whole as large as `share` stays within it."""
    return 0.5 if share >= 1 else min(1 - share / 2, max(share / 2, middle))
