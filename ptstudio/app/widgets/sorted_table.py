"""A table whose rows have keys, and are sorted by a click on a column; knows not what its rows are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView

ROW_HEIGHT = 34


class SortedTable(QTableView):
    """`opened(key)` is emitted for a double click or Return, `selected` when other rows are selected."""

    opened = Signal(str)
    selected = Signal()

    def __init__(self, name: str, rows: QSortFilterProxyModel, keys: Callable[[], list[str]], *, many: bool) -> None:
        """`rows` are sorted, `keys` gives those of the unsorted ones; with `many`, several can be selected."""
        super().__init__()
        self._sorted, self._keys = rows, keys
        rows.setParent(self)
        rows.sourceModel().setParent(self)
        self.setModel(rows)
        self.setAccessibleName(name)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        rows.sort(-1)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.activated.connect(lambda index: self.opened.emit(self._key(index)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def shown_keys(self) -> list[str]:
        """The keys of all rows that are not filtered out, as they are shown, from the top."""
        return [self._key(self._sorted.index(place, 0)) for place in range(self._sorted.rowCount())]

    def selected_keys(self) -> list[str]:
        """The keys of the selected rows, from the top."""
        places = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self._key(index) for index in places]

    def select(self, keys: Sequence[str]) -> None:
        """Select the rows of these keys, as far as they are shown; the first of them is the current one."""
        flags = QItemSelectionModel.SelectionFlag
        self.clearSelection()
        places = [index for key in keys if (index := self._index_of(key)).isValid()]
        for index in reversed(places):
            self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)

    def _index_of(self, key: str) -> QModelIndex:
        """Where a row is shown; nowhere, if it is not."""
        known = self._keys()
        if key not in known:
            return QModelIndex()
        return self._sorted.mapFromSource(self._sorted.sourceModel().index(known.index(key), 0))

    def _key(self, index: QModelIndex) -> str:
        return self._keys()[self._sorted.mapToSource(index).row()]
