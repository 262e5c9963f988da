"""How each class fared: a table to sort by any of its columns, with a bar below each share; knows no figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.core.trust import FEW_OF_A_CLASS

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 38
MOST_ROWS = 12
LEAST_WIDTH = 92
BAR = 4
BAR_ROLE = Qt.ItemDataRole.UserRole


class Labelled(Protocol):
    """A class, and how it fared."""

    @property
    def label(self) -> str:
        """The class."""
        ...


Row = TypeVar("Row", bound=Labelled)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """What a column says of a class, and what it is sorted by."""

    title: str
    help: str
    text: Callable[[Row], str]
    key: Callable[[Row], str | float]
    is_share: bool = False


class ShareTable(QTableView):
    """The class with the smallest value in the column `weakest` comes first."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column[Row]], weakest: int) -> None:
        super().__init__()
        self.setModel(_Rows(rows, columns, self))
        self.setItemDelegate(_Bars(self))
        self.setAccessibleName(tr("How each class fared"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSortingEnabled(True)
        self.sortByColumn(weakest, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setWordWrap(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
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
        """Every figure gets the room of its head, the names what is left."""
        head, figures = self.horizontalHeader(), range(1, self.model().columnCount())
        widths = [max(head.sectionSizeHint(column), LEAST_WIDTH) for column in figures]
        for column, width in zip(figures, widths, strict=True):
            head.resizeSection(column, width)
        is_wide = sum(widths) + LEAST_WIDTH > self.viewport().width()
        across = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        rows = min(self.model().rowCount(), MOST_ROWS) * ROW_HEIGHT
        self.setFixedHeight(head.sizeHint().height() + rows + across + 2 * self.frameWidth())


class _Rows(QAbstractTableModel):
    def __init__(self, rows: Sequence[Row], columns: Sequence[Column[Row]], parent: ShareTable) -> None:
        super().__init__(parent)
        self._rows: list[Any] = list(rows)
        self._columns: Sequence[Column[Any]] = columns

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in order; a chosen one stays chosen."""
        self.layoutAboutToBeChanged.emit()
        held = [(index, self._rows[index.row()]) for index in self.persistentIndexList()]
        self._rows.sort(key=self._columns[column].key, reverse=order is Qt.SortOrder.DescendingOrder)
        places = {row.label: place for place, row in enumerate(self._rows)}
        for index, row in held:
            self.changePersistentIndex(index, self.index(places[row.label], index.column()))
        self.layoutChanged.emit()

    @override
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(row)
            case _ if role == BAR_ROLE:
                return column.key(row) if column.is_share else None
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


def class_column() -> Column[Row]:
    """The class itself."""
    help_ = tr("The class as it is called in your data.")
    return Column(tr("Class"), help_, lambda row: row.label, lambda row: row.label.casefold())


def share_column(title: str, help_: str, value: Callable[[Row], float | None]) -> Column[Row]:
    """A share with its bar; nothing is said where there is none."""
    return Column(title, help_, lambda row: _share(value(row)), lambda row: value(row) or 0.0, is_share=True)


def support_words(support: int) -> str:
    """How many of a class were measured, and whether these are few."""
    return tr("{count} (few)", count=count(support)) if support < FEW_OF_A_CLASS else count(support)


def _share(value: float | None) -> str:
    return "–" if value is None else share(value)
