"""How each class fared: a table to sort by any of its columns, with a bar below each share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ptstudio.app.formats import count, share
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.core.report import ClassRow
from ptstudio.core.trust import FEW_OF_A_CLASS

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 38
MOST_ROWS = 12
LEAST_WIDTH = 92
BAR = 4
BAR_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class _Column:
    """What a column says of a class, and what it is sorted by."""

    title: str
    help: str
    text: Callable[[ClassRow], str]
    key: Callable[[ClassRow], str | float]
    is_share: bool = False


class ClassTable(QTableView):
    """Class, samples, recall with its interval, precision, F1, and from where on it is given if that was chosen; the
    weakest class first.
    """

    def __init__(self, rows: Sequence[ClassRow]) -> None:
        super().__init__()
        self.setModel(_Rows(rows, self))
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
    def __init__(self, rows: Sequence[ClassRow], parent: ClassTable) -> None:
        super().__init__(parent)
        self._rows = list(rows)
        self._columns = _columns() + (_threshold_column(),) * any(row.threshold is not None for row in rows)

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


def _columns() -> tuple[_Column, ...]:
    return (
        _Column(tr("Class"), tr("The class as it is called in your data."), _label, lambda row: row.label.casefold()),
        _Column(tr("Samples"), tr("How many samples of the class were measured."), _support, lambda row: row.support),
        _Column(
            tr("Recognised"),
            tr("Recall: the share of the class’s samples that was recognised."),
            lambda row: share(row.recall) if row.support else "–",
            lambda row: row.recall,
            is_share=True,
        ),
        _Column(
            tr("95 % interval"),
            tr("Where that share would most likely lie with other samples."),
            _interval,
            lambda row: row.recall_interval[1] - row.recall_interval[0],
        ),
        _Column(
            tr("Right if named"),
            tr("Precision: how often it was right when it said this class."),
            lambda row: share(row.precision),
            lambda row: row.precision,
            is_share=True,
        ),
        _Column(
            tr("F1"),
            tr("Recall and precision in one figure; the smaller of the two counts most."),
            lambda row: share(row.f1),
            lambda row: row.f1,
            is_share=True,
        ),
    )


def _threshold_column() -> _Column:
    return _Column(
        tr("Given from"),
        tr("From what probability on the label is given."),
        lambda row: "–" if row.threshold is None else share(row.threshold, 0),
        lambda row: row.threshold or 0.0,
    )


def _label(row: ClassRow) -> str:
    return row.label


def _support(row: ClassRow) -> str:
    return tr("{count} (few)", count=count(row.support)) if row.support < FEW_OF_A_CLASS else count(row.support)


def _interval(row: ClassRow) -> str:
    low, high = row.recall_interval
    return tr("{low} to {high}", low=share(low, 0), high=share(high, 0))
