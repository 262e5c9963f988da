"""The confusion matrix: a table to walk through by keys, whose cells tell numbers as well as colours."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from ptstudio.app.colour_mixing import mixed
from ptstudio.app.confusion_order import Matrix
from ptstudio.app.theme import SERIES, Space, theme
from ptstudio.app.translation import tr

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 36
LEAST_WIDTH, LEAST_WIDTH_LYING, MOST_WIDTH = 46, 72, 180
NAMES_LIE_UP_TO = 9
LONGEST_NAME = 168
MOST_ROWS = 14
STRONGEST = 0.45
"""How much of a cell's ground is colour; more would take the contrast from its number."""


class Unit(StrEnum):
    """What stands in the cells."""

    COUNTS = "counts"
    PERCENT = "percent"


class ConfusionView(QTableView):
    """Rows are the truth, columns what the network said; `chosen(truth, said)` when a cell is walked to or clicked."""

    chosen = Signal(int, int)

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self._model = _Cells(matrix, self)
        self.setModel(self._model)
        self.setItemDelegate(_Tile(self))
        self.setAccessibleName(tr("Confusion matrix: rows are the truth, columns what the network said"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        length = _longest(matrix.classes)  # measured once: Qt asks time and again, and there may be a thousand
        stands = self._has_many and length > LEAST_WIDTH
        self.setHorizontalHeader(_Names(Qt.Orientation.Horizontal, self, length, is_upright=stands))
        self.setVerticalHeader(_Names(Qt.Orientation.Vertical, self, length))
        self.horizontalHeader().setMinimumSectionSize(LEAST_WIDTH)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setCornerButtonEnabled(False)
        self.setMaximumWidth(length + MOST_WIDTH * len(matrix.classes) + 2 * self.frameWidth())
        self.selectionModel().currentChanged.connect(self._tell)
        theme().changed.connect(self.viewport().update)
        self._fit()

    @property
    def matrix(self) -> Matrix:
        """What is shown."""
        return self._model.matrix

    def show_matrix(self, matrix: Matrix) -> None:
        """Show the matrix in another order, with the same cell chosen."""
        before = self.currentIndex()
        names = self.matrix.classes
        self._model.show_matrix(matrix)
        if before.isValid():
            self.choose(matrix.classes.index(names[before.row()]), matrix.classes.index(names[before.column()]))

    def show_unit(self, unit: Unit) -> None:
        """Show counts or per cent of each row."""
        self._model.show_unit(unit)

    def choose(self, truth: int, said: int) -> None:
        """Walk to a cell."""
        self.setCurrentIndex(self._model.index(truth, said))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the room that there is."""
        super().resizeEvent(event)
        self._fit()

    @property
    def _has_many(self) -> bool:
        return len(self.matrix.classes) > NAMES_LIE_UP_TO

    def _fit(self) -> None:
        columns = len(self.matrix.classes)
        room = self.viewport().width() // max(columns, 1)
        width = max(LEAST_WIDTH if self._has_many else LEAST_WIDTH_LYING, min(room, MOST_WIDTH))
        self.horizontalHeader().setDefaultSectionSize(width)
        across = self.horizontalScrollBar().sizeHint().height() if width > room else 0
        rows = ROW_HEIGHT * min(columns, MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + across + 2 * self.frameWidth())

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row(), now.column())


class _Cells(QAbstractTableModel):
    def __init__(self, matrix: Matrix, parent: ConfusionView) -> None:
        super().__init__(parent)
        self.matrix = matrix
        self._unit = Unit.COUNTS

    def show_matrix(self, matrix: Matrix) -> None:
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    def show_unit(self, unit: Unit) -> None:
        self._unit = unit
        last = len(self.matrix.classes) - 1
        self.dataChanged.emit(self.index(0, 0), self.index(last, last))

    @override
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.classes)

    @override
    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matrix.classes)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        truth, said = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.matrix.text(truth, said, is_percent=self._unit is Unit.PERCENT)
            case Qt.ItemDataRole.BackgroundRole:
                return self._ground(truth, said)
            case Qt.ItemDataRole.FontRole:
                return theme().font("body", is_bold=truth == said)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.matrix.words(truth, said)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.matrix.classes[section]
        return None

    def _ground(self, truth: int, said: int) -> QColor:
        """Blue for right, orange for wrong; errors of a few per cent already show."""
        strength = STRONGEST * self.matrix.share(truth, said) ** 0.6
        return mixed(theme().colour("surface"), QColor(SERIES[0] if truth == said else SERIES[1]), strength)


class _Tile(QStyledItemDelegate):
    """Draws a cell on its ground, which shows through where it is chosen: that is told by a frame."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tile = rect.adjusted(1, 1, -1, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(theme().colour("text"), 2) if is_chosen else Qt.PenStyle.NoPen)
        painter.setBrush(index.data(Qt.ItemDataRole.BackgroundRole))
        painter.drawRoundedRect(tile.adjusted(1, 1, -1, -1) if is_chosen else tile, 4, 4)
        painter.setFont(index.data(Qt.ItemDataRole.FontRole))
        painter.setPen(theme().colour("text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class _Names(QHeaderView):
    """The names of the classes; upright, from bottom to top, over columns too narrow for them to lie."""

    def __init__(
        self, orientation: Qt.Orientation, parent: ConfusionView, length: int, *, is_upright: bool = False
    ) -> None:
        super().__init__(orientation, parent)
        self._length = length
        self._is_upright = is_upright
        parent.selectionModel().currentChanged.connect(self.viewport().update)

    @override
    def sizeHint(self) -> QSize:
        """As long as the longest name; over columns the names lie in a row's height, or stand."""
        if self.orientation() is Qt.Orientation.Vertical:
            return QSize(self._length, ROW_HEIGHT)
        return QSize(LEAST_WIDTH, self._length if self._is_upright else ROW_HEIGHT)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Draw a name, bold for the cell that is chosen."""
        view = self.parent()
        chosen = view.currentIndex() if isinstance(view, ConfusionView) else QModelIndex()
        is_vertical = self.orientation() is Qt.Orientation.Vertical
        place = chosen.row() if is_vertical else chosen.column()
        painter.save()
        painter.fillRect(rect, theme().colour("raised"))
        painter.setFont(theme().font("body", is_bold=place == logical_index))
        painter.setPen(theme().colour("text"))
        along, side = QRect(rect), Qt.AlignmentFlag.AlignRight if is_vertical else Qt.AlignmentFlag.AlignHCenter
        if self._is_upright:
            painter.translate(rect.bottomLeft())
            painter.rotate(-90)
            along, side = QRect(QPoint(0, 0), rect.size().transposed()), Qt.AlignmentFlag.AlignLeft
        along.adjust(Space.small, 0, -Space.small, 0)
        name = painter.fontMetrics().elidedText(self._name(logical_index), Qt.TextElideMode.ElideRight, along.width())
        painter.drawText(along, side | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def _name(self, at: int) -> str:
        return str(self.model().headerData(at, self.orientation()))


def _longest(names: Sequence[str]) -> int:
    """The room for the longest name in pixels, within reason."""
    metrics = QFontMetrics(theme().font("body", is_bold=True))
    return min(max(map(metrics.horizontalAdvance, names), default=0) + 2 * Space.medium, LONGEST_NAME)
