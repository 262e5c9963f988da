"""The colours of classes that are marked in a text, told apart by everybody, on either ground."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from ptstudio.app.colour_mixing import mixed
from ptstudio.app.theme import SERIES, theme

STRENGTH = 0.38
"""How much of a place's ground is colour; more would take the contrast from its letters."""


def class_colour(label: str, classes: Sequence[str]) -> QColor:
    """The ground of a place of that class; where there are more classes than colours, these come again."""
    place = classes.index(label) if label in classes else len(classes)
    return mixed(theme().colour("surface"), QColor(SERIES[place % len(SERIES)]), STRENGTH)
