"""A list at the left and the details of what is selected in it at the right, as high as the window leaves room for."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget
from typing_extensions import override

from ptstudio.app.theme import Space

SHARES = (58, 42)
LEAST_LIST, LEAST_DETAILS, LEAST_HEIGHT = 360, 300, 260


class ListBeside(QSplitter):
    """The widths can be shifted; neither side goes away."""

    def __init__(self, listed: QWidget, details: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(Space.medium)
        self.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        listed.setMinimumWidth(LEAST_LIST)
        self.setMinimumHeight(LEAST_HEIGHT)
        details.setMinimumWidth(LEAST_DETAILS)
        for place, part in enumerate((listed, details)):
            self.addWidget(part)
            self.setStretchFactor(place, SHARES[place])
        self.setSizes([10 * share for share in SHARES])

    @override
    def sizeHint(self) -> QSize:
        """No higher than it has to be: what is left of the window is given to it anyway."""
        return QSize(super().sizeHint().width(), LEAST_HEIGHT)
