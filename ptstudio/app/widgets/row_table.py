"""A table of rows with keys: sorted by a click on a column, kept where it is while its rows change."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from ptstudio.app.icons import icon
from ptstudio.app.widgets.sorted_table import SortedTable

Index = QModelIndex | QPersistentModelIndex


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


class RowTable(SortedTable):
    """Its columns fit the width that there is."""

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
        self._rows = _Rows(headers)
        order = QSortFilterProxyModel()
        order.setSourceModel(self._rows)
        order.setSortRole(_ORDER)
        order.setSortLocaleAware(True)
        super().__init__(name, order, self._rows.keys, many=many)
        self._stretched, self._least, self._lesser = stretched, least, tuple(lesser)
        self._hints: dict[int, int] = {}

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
