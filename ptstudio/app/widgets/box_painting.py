"""Draws boxes above a picture, in the colours of their classes, so that they can be seen on anything."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ptstudio.app.formats import share
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr
from ptstudio.core.class_colours import ClassColours, Rgb, is_light
from ptstudio.core.prediction import Boxes, FoundBox

HALO = 110
"""How strong the line around a line is (0 to 255), which makes it stand out where the picture has its colour."""
PADDING = 3
MOST_FINE = 400
"""The edges of more boxes are not smoothed: that would take long, and nobody would see it."""
NARROWEST = 12
LEAST_SHARE = 0.6
"""Words stand at a box that is at least so wide beside them; at smaller ones there would be only words."""


class Pen(NamedTuple):
    """How boxes are drawn: the width of their lines and of what is around these, in pixels, and whether words stand at
    them.
    """

    width: float = 2.0
    halo: float = 1.0
    has_words: bool = True


FINE = Pen(1.25, 0.5, has_words=False)


def paint_boxes(
    painter: QPainter, found: Boxes, least: float, place: QRectF, colours: ClassColours, pen: Pen = FINE
) -> None:
    """Draw what is at least so probable, of a picture that lies in `place`; the most probable come last, on top."""
    shown = found.from_probability(least)
    across, down = place.width() / max(1, found.width), place.height() / max(1, found.height)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    view = painter.transform().inverted()[0].mapRect(QRectF(painter.viewport()))
    placed = ((box, _rect(box, place, across, down)) for box in reversed(shown))
    drawn = [(box, rect) for box, rect in placed if rect.intersects(view)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(drawn) <= MOST_FINE)
    for box, rect in drawn:
        colour = colours.of(box.label)
        painter.setPen(_line(_halo(colour), pen.width + 2 * pen.halo))
        painter.drawRect(rect)
        painter.setPen(_line(QColor(*colour), pen.width))
        painter.drawRect(rect)
    if pen.has_words:
        _paint_words(painter, drawn, colours)
    painter.restore()


def _paint_words(painter: QPainter, drawn: Sequence[tuple[FoundBox, QRectF]], colours: ClassColours) -> None:
    """The class of each box, and how probable it is, on its upper edge."""
    font = QFont(theme().font("small", is_bold=True))
    painter.setFont(font)
    metrics = painter.fontMetrics()
    bounds = painter.viewport()
    for box, rect in drawn:
        if rect.width() < NARROWEST:
            continue
        words = box_words(box)
        width, height = metrics.horizontalAdvance(words) + 2 * PADDING, metrics.height()
        if rect.width() < LEAST_SHARE * width:
            continue
        top = rect.top() - height if rect.top() - height >= bounds.top() else rect.top()
        chip = QRectF(rect.left() - 1, top, width, height)
        colour = colours.of(box.label)
        painter.fillRect(chip, QColor(*colour))
        painter.setPen(QColor("black" if is_light(colour) else "white"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)


def box_words(box: FoundBox) -> str:
    """What a box is called; what is certain says no probability."""
    if box.probability >= 1:
        return box.label
    return tr("{label} {share}", label=box.label, share=share(box.probability, 0))


def _rect(box: FoundBox, place: QRectF, across: float, down: float) -> QRectF:
    left, top = place.left() + box.left * across, place.top() + box.top * down
    return QRectF(left, top, (box.right - box.left) * across, (box.bottom - box.top) * down)


def _line(colour: QColor, width: float) -> QPen:
    made = QPen(colour, width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return made


def _halo(colour: Rgb) -> QColor:
    """Dark around what is light, and light around what is dark."""
    return QColor(0, 0, 0, HALO) if is_light(colour) else QColor(255, 255, 255, HALO)
