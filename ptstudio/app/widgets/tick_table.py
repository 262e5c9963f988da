"""A table whose rows can be ticked, by a click or the space bar; knows nothing of what they are."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ptstudio.app.widgets.row_table import Row
from ptstudio.app.widgets.sorted_table import ROW_HEIGHT

_KEY = Qt.ItemDataRole.UserRole
_LEAST_ROWS, _MOST_ROWS = 2, 5


class TickTable(QTreeWidget):
    """`ticked` is emitted when a person has ticked or cleared something; the first column takes what width is left."""

    ticked = Signal()

    def __init__(self, name: str, headers: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(list(headers))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(False)
        modes = QHeaderView.ResizeMode
        for place in range(len(headers)):
            self.header().setSectionResizeMode(place, modes.ResizeToContents if place else modes.Stretch)
        self.itemChanged.connect(lambda _item, column: self.ticked.emit() if column == 0 else None)

    def show_rows(self, rows: Sequence[Row], ticked: Collection[str], locked: Collection[str] = ()) -> None:
        """Show these rows, some of them ticked; those that are locked can neither be ticked nor cleared."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QTreeWidgetItem([cell.text for cell in row.cells])
            item.setData(0, _KEY, row.key)
            item.setSizeHint(0, QSize(0, ROW_HEIGHT))
            item.setCheckState(0, Qt.CheckState.Checked if row.key in ticked else Qt.CheckState.Unchecked)
            if row.key in locked:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            for place, cell in enumerate(row.cells):
                item.setToolTip(place, cell.tip or cell.text)
            self.addTopLevelItem(item)
        if items := self._items():
            self.setCurrentItem(items[0])
        self.blockSignals(False)
        self.setMinimumHeight(self.height_of(min(max(len(rows), _LEAST_ROWS), _MOST_ROWS)))

    def height_of(self, rows: int) -> int:
        """How high it is with so many rows in view, in pixels."""
        return self.header().sizeHint().height() + rows * ROW_HEIGHT + 2 * self.frameWidth()

    def ticked_keys(self) -> list[str]:
        """The keys of the ticked rows, from the top."""
        return [str(item.data(0, _KEY)) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def tick_all(self, is_wanted: bool) -> None:
        """Tick or clear all that is not locked."""
        self.blockSignals(True)
        for item in self._items():
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                item.setCheckState(0, Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticked.emit()

    def tick(self, key: str, is_wanted: bool = True) -> None:
        """Tick or clear one row."""
        item = next(item for item in self._items() if item.data(0, _KEY) == key)
        item.setCheckState(0, Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)

    def texts(self, key: str) -> list[str]:
        """The texts of a row."""
        item = next(item for item in self._items() if item.data(0, _KEY) == key)
        return [item.text(place) for place in range(self.columnCount())]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]
