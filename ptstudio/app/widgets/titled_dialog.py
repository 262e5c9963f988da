"""A dialog with its title above and its buttons below, no larger than the window that it belongs to."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space
from ptstudio.app.widgets.layout import Item, column
from ptstudio.app.widgets.text import label

TEXT_WIDTH = 560
SHARE = 0.94
"""How much of the window it may cover."""


class TitledDialog(QDialog):
    """A subclass calls `lay_out` once. Without a `size` it is as high as its texts need."""

    def __init__(self, parent: QWidget, title: str, size: tuple[int, int] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._is_fixed = size is not None
        if size is not None:
            self.resize(within(parent, *size))
        else:
            self.setMinimumWidth(TEXT_WIDTH)

    def lay_out(self, *parts: Item, buttons: Item, growing: int | None = None) -> None:
        """Lay out what is shown and the buttons, the main one last; the part at `growing` takes the room there is."""
        whole = column(label(self.windowTitle(), "title"), *parts, buttons, gap=Space.medium, margin=Space.large)
        whole.setStretch(1 + growing if growing is not None else 0, 1 if growing is not None else 0)
        self.setLayout(whole)

    def fit(self) -> None:
        """Become as high as the texts need by now."""
        if not self._is_fixed:
            self.resize(self.width(), self.heightForWidth(self.width()))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """As high as its texts need at this width."""
        super().showEvent(event)
        self.fit()


def within(parent: QWidget | None, width: int, height: int) -> QSize:
    """This size, or as much of it as the window has room for to which, by way of other dialogs, the parent belongs."""
    if parent is None:
        return QSize(width, height)
    window = parent.window()
    while (above := window.parentWidget()) is not None:
        window = above.window()
    return QSize(width, height).boundedTo(window.size() * SHARE)
