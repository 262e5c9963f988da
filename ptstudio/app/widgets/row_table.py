"""A table of rows with keys: sorted by a click on a column, kept where it is while its rows change."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView
from typing_extensions import override

from ptstudio.app.icons import icon

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 34


@dataclass(frozen=True)
class Cell:
    """A text, what it is sorted by where that is another, an icon in a colour of the theme, and a tool tip."""

    text: str
    order: float | None = None
    icon_name: str = ""
    colour: str = "text"
    tip: str = ""


@dataclass(frozen=True)
class Row:
    """The cells of a row, and the key by which it is known."""

    key: str
    cells: tuple[Cell, ...]


class RowTable(QTableView):
    """`opened(key)` is emitted for a double click or Return, `selected` when other rows are selected."""

    opened = Signal(str)
    selected = Signal()

    def __init__(
        self,
        name: str,
        headers: Sequence[str],
        *,
        stretched: int = 0,
        least: int = 90,
        lesser: Sequence[int] = (),
        many: bool = False,
    ) -> None:
        """The column `stretched` takes the width that is left, and `least` pixels where there is none; before that, the
        `lesser` columns go, the first of them first, and where it is among them, the first column takes what is left.
        With `many`, several rows can be selected.
        """
        super().__init__()
        self._stretched, self._least, self._lesser = stretched, least, tuple(lesser)
        self._hints: dict[int, int] = {}
        self._rows = _Rows(headers)
        self._sorted = QSortFilterProxyModel(self)
        self._rows.setParent(self)
        self._sorted.setSourceModel(self._rows)
        self._sorted.setSortRole(_ORDER)
        self._sorted.setSortLocaleAware(True)
        self.setModel(self._sorted)
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
        self._sorted.sort(-1)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.activated.connect(lambda index: self.opened.emit(self._key(index)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in this order until a column is clicked; what was selected stays so."""
        if [row.key for row in rows] == self._rows.keys():
            self._rows.renew(rows)
            self._fit_columns()
            return
        chosen = self.selected_keys()
        self._rows.replace(rows)
        self._fit_columns()
        self.select(chosen)
        self.selected.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left of the width to the stretched column."""
        super().resizeEvent(event)
        self._fit_columns()

    def selected_keys(self) -> list[str]:
        """The keys of the selected rows, from the top."""
        places = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self._key(index) for index in places]

    def select(self, keys: Sequence[str]) -> None:
        """Select the rows of these keys, as far as they are there."""
        flags = QItemSelectionModel.SelectionFlag
        self.clearSelection()
        known = self._rows.keys()
        for key in keys:
            if key in known:
                index = self._sorted.mapFromSource(self._rows.index(known.index(key), 0))
                self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)

    def shown_keys(self) -> list[str]:
        """The keys of all rows as they are shown, from the top."""
        return [self._key(self._sorted.index(place, 0)) for place in range(self._sorted.rowCount())]

    def texts(self, key: str) -> list[str]:
        """The texts of a row."""
        return [cell.text for cell in self._rows.row_of(key).cells]

    def _fit_columns(self) -> None:
        """Each column as wide as its texts, and the stretched one as wide as there is room, but not too narrow."""
        header = self.horizontalHeader()
        wanted = {at: self._wanted_width(at) for at in range(header.count())}
        wanted[self._stretched] = min(wanted[self._stretched], self._least)
        room = self.viewport().width()
        for at in self._lesser:
            if sum(wanted.values()) > room:
                del wanted[at]
        taker = self._stretched if self._stretched in wanted else 0
        wanted[taker] = max(min(wanted[taker], self._least), wanted[taker] + room - sum(wanted.values()))
        for at in range(header.count()):
            header.setSectionHidden(at, at not in wanted)
            header.resizeSection(at, wanted.get(at, 0))

    def _wanted_width(self, at: int) -> int:
        """A header that is hidden says no size, so the last one counts."""
        self._hints[at] = self.horizontalHeader().sectionSizeHint(at) or self._hints.get(at, 0)
        return max(self.sizeHintForColumn(at), self._hints[at])

    def _key(self, index: QModelIndex) -> str:
        return self._rows.keys()[self._sorted.mapToSource(index).row()]


_ORDER = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class _Rows(QAbstractTableModel):
    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__()
        self._headers = tuple(headers)
        self._rows: list[Row] = []

    def keys(self) -> list[str]:
        return [row.key for row in self._rows]

    def row_of(self, key: str) -> Row:
        return self._rows[self.keys().index(key)]

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def renew(self, rows: Sequence[Row]) -> None:
        for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            if old != new:
                self._rows[place] = new
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._headers) - 1))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headers[section] if is_title else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self._rows[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.text
        if role == Qt.ItemDataRole.DecorationRole:
            return icon(cell.icon_name, cell.colour) if cell.icon_name else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text
        if role == _ORDER:
            return cell.text.casefold() if cell.order is None else cell.order
        return None
