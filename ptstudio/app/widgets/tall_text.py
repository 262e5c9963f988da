"""A text with headings and lists, as high as it is, for a place that scrolls itself."""

import math

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtWidgets import QTextBrowser


class TallText(QTextBrowser):
    """Its parts can be marked with the mouse; Tab passes it by, since nothing in it can be done."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QTextBrowser { background: transparent; border: none; padding: 0; }")
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def _grow(self, size: QSizeF) -> None:
        self.setFixedHeight(math.ceil(size.height()))
