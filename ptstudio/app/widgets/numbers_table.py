"""A table of names with numbers beside them, and a last row that may sum them up; knows nothing of what is counted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from ptstudio.app.theme import theme

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class NumbersTable(QTableView):
    """The first column takes the room that is left; the others are aligned as numbers are.

    `is_whole`, it is as high as all its rows and never scrolls; where it `has_sum`, the last row is that.
    """

    def __init__(self, name: str, headers: Sequence[str], *, is_whole: bool = False, has_sum: bool = True) -> None:
        super().__init__()
        self._is_whole = is_whole
        self._model = _NumbersModel(headers, self, has_sum=has_sum)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these; the last is the sum, if there is one."""
        self._model.show_rows(rows)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names that take two lines at this width get them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._is_whole:
            self.resizeRowsToContents()
            inside = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length()
            self.setFixedHeight(inside + 2 * self.frameWidth())


class _NumbersModel(QAbstractTableModel):
    def __init__(self, headers: Sequence[str], parent: QObject, *, has_sum: bool) -> None:
        super().__init__(parent)
        self._has_sum = has_sum
        self._headers = tuple(headers)
        self._rows: list[tuple[str, ...]] = []

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._rows = [tuple(row) for row in rows]
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The rows and their sum."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """The name and the numbers."""
        return 0 if parent.isValid() else len(self._headers)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return self._headers[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number, or a name."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole and self._has_sum and index.row() == len(self._rows) - 1:
            font = QFont(theme().font())
            font.setBold(True)
            return font
        return None


def _alignment(section: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft)
