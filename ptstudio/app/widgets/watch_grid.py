"""A dozen samples and what the network says of them after an epoch, in few rows; knows no run."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ptstudio.app.overlay import Layer
from ptstudio.app.passage import Passage
from ptstudio.app.theme import Space
from ptstudio.app.widgets.watch_cell import LEAST, LEAST_READABLE, SIDE, Answer, WatchCell
from ptstudio.core.class_colours import ClassColours

COLUMNS = (6, 4, 3, 2, 1)
"""How many samples may stand in a row: what divides a dozen."""


class WatchGrid(QWidget):
    """The samples in as many columns as there is room for; pictures are given once, answers after every epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[WatchCell] = []
        self._samples: list[str] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.medium)
        self._grid.setVerticalSpacing(Space.small)

    def show_answers(self, answers: Sequence[Answer]) -> list[str]:
        """Show answers; gives the samples whose pictures are still wanted, by `show_picture`."""
        while len(self.cells) > len(answers):
            cell = self.cells.pop()
            self._grid.removeWidget(cell)
            cell.deleteLater()
        while len(self.cells) < len(answers):
            self.cells.append(WatchCell())
            self._columns = 0
        self._arrange()
        for cell, shown in zip(self.cells, answers, strict=True):
            cell.show_answer(shown)
        samples = [shown.sample for shown in answers]
        if samples == self._samples:
            return []
        self._samples = samples
        for cell in self.cells:
            cell.side = SIDE
            cell.show_picture(QImage())
        return samples

    def show_picture(self, sample: str, picture: QImage) -> None:
        """Show a sample's thumbnail."""
        if sample in self._samples:
            self.cells[self._samples.index(sample)].show_picture(picture)

    def show_layer(self, sample: str, layer: Layer, colours: ClassColours) -> None:
        """Show a sample's thumbnail with what is found in it by now."""
        if sample in self._samples:
            cell = self.cells[self._samples.index(sample)]
            cell.enlarge()
            cell.show_layer(layer, colours)
            self._arrange()

    def show_passage(self, sample: str, passage: Passage) -> None:
        """Show how a sample's text begins."""
        if sample in self._samples:
            self.cells[self._samples.index(sample)].show_passage(passage)
            self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    @override
    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two pictures or a text, so that the page and not the grid decides."""
        return QSize(max(2 * LEAST + Space.medium, LEAST_READABLE), super().minimumSizeHint().height())

    def _arrange(self) -> None:
        least = max((cell.least_width for cell in self.cells), default=LEAST)
        room = (self.width() + Space.medium) // (least + Space.medium)
        columns = next((count for count in COLUMNS if count <= room), COLUMNS[-1])
        if columns == self._columns:
            return
        for place in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
        self._columns = columns
        for place, cell in enumerate(self.cells):
            self._grid.addWidget(cell, place // columns, place % columns)
