"""A box that opens a list to choose from, all of which is seen; knows nothing of what it lists."""

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate
from typing_extensions import override

MOST_LINES = 16


class DropDown(QComboBox):
    """As Qt's own, but its list follows the style sheet, without which it is lower than its lines together are."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(MOST_LINES)

    @override
    def showPopup(self) -> None:
        """Open the list, as wide as its longest line."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * view.frameWidth())
        super().showPopup()
