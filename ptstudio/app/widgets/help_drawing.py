"""Small pictures that explain a word, drawn in the colours of the theme."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app.theme import theme

_WIDTH, _HEIGHT = 264.0, 92.0


class HelpDrawing(QWidget):
    """One of the drawings by its name."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__()
        self._draw = DRAWINGS[name]
        self.setFixedSize(QSize(int(_WIDTH), int(_HEIGHT)))
        self.setAccessibleName(description)
        theme().changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(_Pencil(painter))
        painter.end()


class _Pencil:
    def __init__(self, painter: QPainter) -> None:
        self._painter = painter

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme().colour(colour))
        self._painter.drawRoundedRect(QRectF(x, y, width, height), 4, 4)

    def dot(self, x: float, y: float, colour: str, radius: float = 4) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme().colour(colour))
        self._painter.drawEllipse(QPointF(x, y), radius, radius)

    def curve(self, points: list[tuple[float, float]], colour: str, *, is_dashed: bool = False) -> None:
        pen = QPen(QColor(theme().colour(colour)), 2.5)
        if is_dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _axes(pencil: _Pencil) -> None:
    pencil.curve([(10, 6), (10, 84), (256, 84)], "border")


def _transfer(pencil: _Pencil) -> None:
    _axes(pencil)
    pencil.curve([(12, 78), (60, 70), (110, 55), (170, 42), (250, 34)], "muted", is_dashed=True)
    pencil.curve([(12, 46), (40, 26), (80, 18), (150, 14), (250, 12)], "accent")


def _splits(pencil: _Pencil) -> None:
    pencil.box(8, 32, 172, 28, "accent")
    pencil.box(184, 32, 34, 28, "warning")
    pencil.box(222, 32, 34, 28, "good")


def _groups(pencil: _Pencil) -> None:
    for number, colour in enumerate(("accent", "warning", "good")):
        pencil.box(8 + number * 86, 20, 78, 52, "raised")
        for place in range(3):
            pencil.dot(28 + number * 86 + place * 18, 46, colour, 6)


def _loss(pencil: _Pencil) -> None:
    _axes(pencil)
    pencil.curve([(12, 12), (40, 40), (80, 58), (140, 68), (250, 73)], "accent")


def _overfitting(pencil: _Pencil) -> None:
    _axes(pencil)
    pencil.curve([(12, 12), (60, 44), (120, 62), (190, 74), (250, 79)], "accent")
    pencil.curve([(12, 16), (60, 40), (110, 48), (170, 40), (250, 22)], "warning", is_dashed=True)
    pencil.dot(110, 48, "bad", 5)


def _learning_rate(pencil: _Pencil) -> None:
    bowl = [(12 + step * 4.0, 80 - 64 * ((step - 30) / 30) ** 2 * -1 - 64) for step in range(61)]
    pencil.curve([(x, 160 - y - 76) for x, y in bowl], "border")
    for x, y in ((36, 37), (66, 59), (96, 73), (126, 79)):
        pencil.dot(x, y, "accent")


def _interval(pencil: _Pencil) -> None:
    for y, low, high, middle, colour in ((28, 40, 236, 150, "warning"), (62, 122, 178, 150, "good")):
        pencil.curve([(low, y), (high, y)], colour)
        for end in (low, high):
            pencil.curve([(end, y - 7), (end, y + 7)], colour)
        pencil.dot(middle, y, colour, 5)


def _confusion(pencil: _Pencil) -> None:
    for row in range(3):
        for column in range(3):
            colour = "accent" if row == column else "warning" if (row, column) == (0, 1) else "raised"
            pencil.box(88 + column * 30, 2 + row * 30, 27, 27, colour)


DRAWINGS: dict[str, Callable[[_Pencil], None]] = {
    "transfer": _transfer,
    "splits": _splits,
    "groups": _groups,
    "loss": _loss,
    "overfitting": _overfitting,
    "learning-rate": _learning_rate,
    "interval": _interval,
    "confusion": _confusion,
}
