"""Arrow keys that belong to what has the focus, where the same keys are shortcuts of the window around it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def claims_arrow(event: QEvent) -> bool:
    """Whether the event asks if an arrow key is a shortcut; then it is told that it is none."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_arrow = event.key() in ARROWS
    if is_arrow:
        event.accept()
    return is_arrow
