"""Two colours in one."""

from PySide6.QtGui import QColor


def mixed(ground: QColor, colour: QColor, share: float) -> QColor:
    """The ground with this share (0 to 1) of a colour over it."""
    pairs = ((ground.red(), colour.red()), (ground.green(), colour.green()), (ground.blue(), colour.blue()))
    return QColor(*(round(below + share * (above - below)) for below, above in pairs))
