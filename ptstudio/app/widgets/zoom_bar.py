"""Buttons and keys that go closer to pictures, back, and show all of them again; several pictures stay in step."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.placed_picture import CLOSER, FARTHER, PlacedPicture, Sector
from ptstudio.app.widgets.text import IconButton


class ZoomBar(QWidget):
    """For one picture, or for several of the same thing; the first one that is seen is asked."""

    def __init__(self, pictures: Sequence[PlacedPicture]) -> None:
        super().__init__()
        self._pictures = tuple(pictures)
        self.back = IconButton("zoom-out", tr("Farther away (−)"))
        self.fit = IconButton("fit", tr("The whole picture (0)"))
        self.closer = IconButton("zoom-in", tr("Closer (+)"))
        self.back.clicked.connect(lambda: self._first.go_closer(-1))
        self.closer.clicked.connect(lambda: self._first.go_closer(1))
        self.fit.clicked.connect(self._show_all)
        for picture in self._pictures:
            picture.moved.connect(self._follow)
        for keys, button in ((FARTHER, self.back), ((Qt.Key.Key_0,), self.fit), (CLOSER, self.closer)):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self.setLayout(row(self.back, self.fit, self.closer))

    @property
    def _first(self) -> PlacedPicture:
        return next((picture for picture in self._pictures if picture.isVisible()), self._pictures[0])

    def _show_all(self) -> None:
        self._first.fit()

    def _follow(self, sector: object) -> None:
        moved = self.sender()
        if isinstance(sector, Sector):
            for picture in self._pictures:
                if picture is not moved:
                    picture.show_sector(sector)
