"""Paints the beginning of a text on a few lines, whichever way its script runs; knows no widget."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption


def paint_lines(painter: QPainter, place: QRect, text: str, font: QFont, most: int) -> None:
    """Wrap a text at words and paint at most so many lines of it, the last one shortened where there is more.

    A text that runs from right to left begins at the right. The pen is that of the painter.
    """
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    metrics = QFontMetrics(font)
    rest, top = text, float(place.top())
    for number in range(most):
        if number == most - 1:
            rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, place.width())
        layout = QTextLayout(rest, font)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        if not line.isValid():
            return
        line.setLineWidth(place.width())
        layout.endLayout()
        layout.draw(painter, QPointF(place.left(), top))
        rest = _without_units(rest, line.textLength()).lstrip()
        top += metrics.lineSpacing()
        if not rest:
            return


def _without_units(text: str, units: int) -> str:
    """The text without its first UTF-16 units, in which Qt counts."""
    return text.encode("utf-16-le", "surrogatepass")[2 * units :].decode("utf-16-le", "surrogatepass")
