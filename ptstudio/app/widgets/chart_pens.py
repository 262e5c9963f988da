"""How curves and the lines across a chart look; knows no chart."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from ptstudio.app.chart_series import Series
from ptstudio.app.theme import SERIES, theme


@dataclass(frozen=True)
class Mark:
    """A line across the chart with a word: upright at a place on the x axis, or level at a value."""

    text: str
    place: float
    kind: str
    """`phase` and `best` are upright, `level` lies."""


def pen_of(one: Series, ratio: float = 1.0) -> QPen:
    """A curve's colour, thicker for the validation split, dashed where it is only laid beside, faint for steps.

    `ratio` is the screen's pixels for one of ours: the pens keep their width however far one zooms, and so count in
    those of the screen.
    """
    if one.among >= 0:
        return palette_pen(one.among, ratio)
    # On a dark ground the first blue of the palette is too dim; its lighter one is as easy to tell from the others.
    own = (SERIES[4] if theme().is_dark else SERIES[0], SERIES[1])
    colour = QColor((SERIES[2:4] if one.is_beside else own)[one.slot])
    if one.is_fine:
        return _cosmetic(QPen(_mixed(colour, theme().colour("surface")), ratio))
    pen = _cosmetic(QPen(colour, (2.5 if one.slot else 1.5) * ratio))
    if one.is_beside:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def palette_pen(place: int, ratio: float = 1.0) -> QPen:
    """The line of the thing at this place among several that all count the same; the seventh is dashed as the first."""
    order = (4, 1, 2, 3, 5, 7) if theme().is_dark else (0, 1, 2, 3, 5, 7)
    pen = _cosmetic(QPen(QColor(SERIES[order[place % len(order)]]), 2 * ratio))
    if place >= len(order):
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def mark_pen(mark: Mark, ratio: float = 1.0) -> QPen:
    """A mark's line: dots for phases, dashes for the best epoch, dashes and dots for a level."""
    is_level = mark.kind == "level"
    pen = _cosmetic(QPen(theme().colour("text" if is_level else "muted"), (1.5 if is_level else 1) * ratio))
    styles = {"level": Qt.PenStyle.DashDotLine, "best": Qt.PenStyle.DashLine}
    pen.setStyle(styles.get(mark.kind, Qt.PenStyle.DotLine))
    return pen


def hair_pen(ratio: float = 1.0) -> QPen:
    """The crosshair."""
    return _cosmetic(QPen(theme().colour("accent"), ratio))


def _mixed(colour: QColor, ground: QColor) -> QColor:
    """A colour as it would look if it were half transparent: to draw it so would take long."""
    parts = zip(
        (colour.red(), colour.green(), colour.blue()), (ground.red(), ground.green(), ground.blue()), strict=True
    )
    return QColor(*((own + below) // 2 for own, below in parts))


def _cosmetic(pen: QPen) -> QPen:
    pen.setCosmetic(True)
    return pen
