"""How each class fared: a table to sort by any of its columns, with a bar below each share."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSortFilterProxyModel, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.trust_words import FEW_OF_A_CLASS
from ptstudio.core.report import ClassRow

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 38
MOST_ROWS = 12
LEAST_WIDTH = 112
BAR = 4
SORT_ROLE = Qt.ItemDataRole.UserRole
BAR_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class _Column:
    title: str
    help: str
    is_share: bool = False


class ClassTable(QTableView):
    """Class, samples, recall with its interval, precision, F1; the weakest class first."""

    def __init__(self, rows: Sequence[ClassRow]) -> None:
        super().__init__()
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(_Rows(rows, self))
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._sorted)
        self.setItemDelegate(_Bars(self))
        self.setAccessibleName(tr("How each class fared"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(LEAST_WIDTH)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme().changed.connect(self.viewport().update)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for a scroll bar where the columns need one."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_wide = self.model().columnCount() * LEAST_WIDTH > self.viewport().width()
        across = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        rows = min(self.model().rowCount(), MOST_ROWS) * ROW_HEIGHT
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + across + 2 * self.frameWidth())


class _Rows(QAbstractTableModel):
    def __init__(self, rows: Sequence[ClassRow], parent: ClassTable) -> None:
        super().__init__(parent)
        self._rows = rows
        self._columns = (
            _Column(tr("Class"), tr("The class as it is called in your data.")),
            _Column(tr("Samples"), tr("How many samples of the class were measured.")),
            _Column(tr("Recognised"), tr("Recall: the share of the class’s samples that was recognised."), True),
            _Column(tr("95 % interval"), tr("Where that share would most likely lie with other samples.")),
            _Column(tr("Right if named"), tr("Precision: how often it was right when it said this class."), True),
            _Column(tr("F1"), tr("Recall and precision in one figure; the smaller of the two counts most."), True),
        )

    @override
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown, sorted_by = _cells(self._rows[index.row()])[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case _ if role == SORT_ROLE:
                return sorted_by
            case _ if role == BAR_ROLE:
                return sorted_by if self._columns[index.column()].is_share else None
            case Qt.ItemDataRole.TextAlignmentRole if index.column():
                return Qt.AlignmentFlag.AlignCenter
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.ToolTipRole:
                return self._columns[section].help
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignHCenter if section else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None


class _Bars(QStyledItemDelegate):
    """Draws a thin bar below a share, which its number says already."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw the cell, then its bar."""
        super().paint(painter, option, index)
        filled = index.data(BAR_ROLE)
        if not isinstance(filled, float):
            return
        whole = QRectF(option.rect).adjusted(Space.large, 0, -Space.large, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(whole.left(), whole.bottom() - BAR - 3, whole.width(), BAR)
        painter.setBrush(theme().colour("raised"))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        track.setWidth(track.width() * filled)
        painter.setBrush(theme().colour("accent"))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        painter.restore()


def _cells(row: ClassRow) -> list[tuple[str, str | float]]:
    """Texts, and what they are sorted by; a class without samples has no recall to speak of."""
    low, high = row.recall_interval
    interval = tr("{low} to {high}", low=share(low, 0), high=share(high, 0))
    few = tr("{count} (few)", count=count(row.support)) if row.support < FEW_OF_A_CLASS else count(row.support)
    return [
        (row.label, row.label),
        (few, row.support),
        (share(row.recall) if row.support else "–", row.recall),
        (interval, high - low),
        (share(row.precision), row.precision),
        (share(row.f1), row.f1),
    ]
