"""Clicking and typing as a person does."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click a widget with the left button, in its middle or at a place."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, held)


def write(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)


def drop(widget: QWidget, path: str) -> None:
    """Drag a file over a widget and drop it; Qt finds who takes it, the widget itself or what it lies on."""
    data = hold(widget, path)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))


def hold(widget: QWidget, path: str) -> QMimeData:
    """Drag a file over a widget; gives what is dragged, which has to stay until it is dropped."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    return data
