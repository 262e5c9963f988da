"""A map of where in pictures something lies: the stronger the colour, the more often; knows no dataset."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ptstudio.app.colour_mixing import mixed
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr

SHAPE = 4 / 3
"""Pictures are of many shapes; all are shown as one of this."""
FAINTEST = 0.04


class PlaceMap(QWidget):
    """Cells from the upper left, row by row, each with how often something is there (0 to 1)."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Sequence[float]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def show_rows(self, rows: Sequence[Sequence[float]], words: str) -> None:
        """Show how often something is where; `words` tell it to those who do not see it."""
        self._rows = rows
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Large enough to see where something lies."""
        return QSize(360, 270)

    @override
    def minimumSizeHint(self) -> QSize:
        """Still of use."""
        return QSize(200, 170)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, softly, in the frame of a picture, and what the colours mean."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme().font("small"))
        line = painter.fontMetrics().height()
        place = self._place(line + Space.tight)
        if self._rows:
            painter.drawImage(place, _image(self._rows))
        painter.setPen(QPen(theme().colour("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        painter.setPen(theme().colour("muted"))
        below = QRectF(place.left(), place.bottom() + Space.tight, place.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, tr("pale: seldom"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, tr("strong: often"))
        painter.end()

    def _place(self, below: int) -> QRectF:
        room = QSize(self.width() - 2, self.height() - below - 2)
        fitted = QSize(round(100 * SHAPE), 100).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - fitted.width()) / 2, 1, fitted.width(), fitted.height())


def _image(rows: Sequence[Sequence[float]]) -> QImage:
    """A dot for each cell; the fullest has the accent's whole colour."""
    most = max((max(line, default=0.0) for line in rows), default=0.0) or 1.0
    ground, colour = theme().colour("surface"), theme().colour("accent")
    made = QImage(len(rows[0]), len(rows), QImage.Format.Format_RGB32)
    for y, line in enumerate(rows):
        for x, share in enumerate(line):
            strength = max(FAINTEST, share / most) if share > 0 else 0.0
            made.setPixelColor(x, y, mixed(ground, colour, strength))
    return made
