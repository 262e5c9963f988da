"""How many samples each class has in each split, as a table with its sums."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr
from ptstudio.core.dataset import SPLITS, Counts

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CountsTable(QTableView):
    """A row for each class and one for all of them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = _CountsModel(self)
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

    def show_counts(self, counts: Counts | None) -> None:
        """Show these, or nothing."""
        self._model.show_counts(counts)


class _CountsModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, ...]] = []

    def show_counts(self, counts: Counts | None) -> None:
        self.beginResetModel()
        self._rows = _rows(counts) if counts is not None else []
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """The classes and their sum."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """The class, the splits and their sum."""
        return 0 if parent.isValid() else len(SPLITS) + 2

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Class"), tr("Training"), tr("Validation"), tr("Test"), tr("All"))[section]
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A number, or the name of a class."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.FontRole and index.row() == len(self._rows) - 1:
            font = QFont(theme().font())
            font.setBold(True)
            return font
        return None


def _rows(counts: Counts) -> list[tuple[str, ...]]:
    names = sorted({name for classes in counts.by_split.values() for name in classes})
    rows = []
    for name in names:
        numbers = [counts.by_split.get(split, {}).get(name, 0) for split in SPLITS]
        rows.append((name, *(formats.count(number) for number in (*numbers, sum(numbers)))))
    sums = [counts.totals.get(split, 0) for split in SPLITS]
    return [*rows, (tr("All"), *(formats.count(number) for number in (*sums, sum(sums))))]


def _alignment(section: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft)
