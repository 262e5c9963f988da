"""The rows behind a table with columns to choose from, and the order and choice in which they are shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QFont
from typing_extensions import override

from ptstudio.app.icons import icon
from ptstudio.app.theme import theme
from ptstudio.app.widgets.row_table import Cell, Index

MISSING = -math.inf
"""What a cell is sorted by that has no value: it stands last, whichever way a column is sorted."""
_ORDER = Qt.ItemDataRole.UserRole
_TIP = Qt.ItemDataRole.ToolTipRole
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole, _TIP)
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """A column: the key by which it is known, its title, and how it is shown.

    `is_mark`: a narrow one, whose cells are switched by a click. `is_filling`: it takes the room that is left.
    """

    key: str
    title: str
    is_number: bool = False
    is_editable: bool = False
    is_mark: bool = False
    is_filling: bool = False
    tip: str = ""

    @property
    def name(self) -> str:
        """What it is called where it has no title to be seen."""
        return self.title or self.tip


@dataclass(frozen=True)
class TableRow:
    """The cells of a row, one for each column, the key by which it is known, and what it can be filtered by."""

    key: str
    cells: tuple[Cell, ...]
    tags: tuple[str, ...] = ()
    is_bold: bool = False

    @property
    def words(self) -> str:
        """All that a search looks through."""
        return "\n".join(f"{cell.text}\n{cell.tip}" for cell in self.cells).casefold()


class ColumnRows(QAbstractTableModel):
    """Rows by their keys; `renamed(key, text)` when a cell was edited, which changes nothing here."""

    renamed = Signal(str, str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._keys: list[str] = []
        self._rows: dict[str, TableRow] = {}

    def keys(self) -> list[str]:
        """Those of all rows in their order."""
        return self._keys

    def row_of(self, key: str) -> TableRow:
        """The row of that key, which must be there."""
        return self._rows[key]

    def row_at(self, place: int) -> TableRow:
        """The row at that place."""
        return self._rows[self._keys[place]]

    def replace(self, rows: Sequence[TableRow]) -> None:
        """Have these rows in place of those before."""
        self.beginResetModel()
        self._rows = {row.key: row for row in rows}
        self._keys = list(self._rows)
        self.endResetModel()

    def renew_all(self, rows: Sequence[TableRow]) -> None:
        """Have these in place of those with the same keys, which must be there; told once, and not row by row."""
        if rows and any(row != self._rows[row.key] for row in rows):
            self._rows |= {row.key: row for row in rows}
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self._columns) - 1))

    def renew(self, row: TableRow) -> None:
        """Have this row in place of the one with its key, or else before all others."""
        if row.key not in self._rows:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._keys.insert(0, row.key)
            self._rows[row.key] = row
            self.endInsertRows()
        elif row != self._rows[row.key]:
            self._rows[row.key] = row
            place = self._keys.index(row.key)
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    def remove(self, key: str) -> None:
        """Take a row away, if it is there."""
        if key in self._rows:
            place = self._keys.index(key)
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._keys[place], self._rows[key]
            self.endRemoveRows()

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self._keys)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """All columns, hidden ones too."""
        return 0 if parent.isValid() else len(self._columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """A cell that can be edited says so."""
        usual = super().flags(index)
        is_editable = index.isValid() and self._columns[index.column()].is_editable
        return usual | Qt.ItemFlag.ItemIsEditable if is_editable else usual

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.tip or column.title
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, says and is sorted by."""
        row, column = self.row_at(index.row()), self._columns[index.column()]
        cell = row.cells[index.column()]
        if role == _ORDER:
            return cell.text.casefold() if cell.order is None else cell.order
        if role in _TEXTS:
            is_seen = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
            return "" if is_seen and column.is_mark else cell.tip if role == _TIP and cell.tip else cell.text
        if role == Qt.ItemDataRole.DecorationRole and cell.icon_name:
            return icon(cell.icon_name, cell.colour)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return _RIGHT
        return _bold() if role == Qt.ItemDataRole.FontRole and row.is_bold and column.is_editable else None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell of what a person has written, unless it is as before."""
        row = self.row_at(index.row())
        if role == Qt.ItemDataRole.EditRole and str(value) != row.cells[index.column()].text:
            self.renamed.emit(row.key, str(value).strip())
        return True


class SortedRows(QSortFilterProxyModel):
    """Those rows that are wanted, in the order that is wanted."""

    def __init__(self, rows: ColumnRows) -> None:
        super().__init__()
        self._rows = rows
        self._wanted: tuple[str, ...] = ()
        self._tags: frozenset[str] = frozenset()
        self.setSortRole(_ORDER)
        self.setSourceModel(rows)

    def filter(self, words: str, tags: Sequence[str]) -> None:
        """Show only rows with all of these words, and all of these tags."""
        wanted, needed = tuple(words.casefold().split()), frozenset(tags)
        if (wanted, needed) != (self._wanted, self._tags):
            self._wanted, self._tags = wanted, needed
            self.invalidate()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row is wanted."""
        if not (self._wanted or self._tags):
            return True
        row = self._rows.row_at(source_row)
        if not self._tags.issubset(row.tags):
            return False
        words = row.words if self._wanted else ""
        return all(word in words for word in self._wanted)

    @override
    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        """What has no value stands last."""
        left, right = source_left.data(_ORDER), source_right.data(_ORDER)
        is_descending = self.sortOrder() is Qt.SortOrder.DescendingOrder
        if MISSING in (left, right):
            return left != right and (left == MISSING) is is_descending
        if isinstance(left, str) or isinstance(right, str):
            return str(left) < str(right)
        return bool(left < right)


def _bold() -> QFont:
    font = QFont(theme().font())
    font.setBold(True)
    return font
