"""The two looks of the model browser, cards and a table, on the same rows; only what is in view is ever drawn."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ptstudio.app.model_browsing import Order
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.model_rows import ModelRows
from ptstudio.app.widgets.model_tile import ModelTile

ROW_HEIGHT = 34
LEAST_NAME = 172
TICK_WIDTH = 30
MEASURED = 60
ICON_WIDTH = 24
LESSER = (5, 4, 2, 6)
"""Which columns go first where there is no room: size, speed, fit, licence; all of them stand in the details."""
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)


class ModelCards(QListView):
    """A card for each model, below each other."""

    def __init__(self, rows: ModelRows) -> None:
        super().__init__()
        self._tile = ModelTile(self)
        self.setModel(rows)
        self.setItemDelegate(self._tile)
        self.setAccessibleName(tr("Models, as cards"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(self._tile.height // 2)
        self._clicks = _TickClicks(self, rows, self._is_tick)
        theme().changed.connect(self.viewport().update)

    def _is_tick(self, index: QModelIndex, place: QPoint) -> bool:
        return self._tile.tick_box(self.visualRect(index)).contains(place)


class ModelTable(QTableView):
    """A line for each model; `order_wanted(order)` is emitted for a click on a column that can be sorted by."""

    order_wanted = Signal(object)

    def __init__(self, rows: ModelRows) -> None:
        super().__init__()
        self._rows = rows
        self._wanted: dict[int, int] = {}
        self.setModel(rows)
        self.setAccessibleName(tr("Models, as a table"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegateForColumn(0, _Name(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._want_order)
        self._clicks = _TickClicks(self, rows, self._is_tick)

    def show_order(self, order: Order) -> None:
        """Mark the column that the rows are sorted by."""
        header = self.horizontalHeader()
        orders = [column.order for column in self._rows.columns]
        header.setSortIndicatorShown(order in orders)
        if order in orders:
            is_falling = order is Order.ACCURACY
            way = Qt.SortOrder.DescendingOrder if is_falling else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(orders.index(order), way)

    def measure(self) -> None:
        """Make the columns as wide as the first of the rows that are there now need them."""
        some = self._rows.listed[:MEASURED]
        metrics, bold = QFontMetrics(theme().font()), QFontMetrics(theme().font(is_bold=True))
        self._wanted = {}
        for place, column in enumerate(self._rows.columns):
            widest = max((metrics.horizontalAdvance(text) for text in set(map(column.text, some))), default=0)
            extra = ICON_WIDTH if any(map(column.badge, some)) else TICK_WIDTH if place == 0 else 0
            self._wanted[place] = max(widest + extra, bold.horizontalAdvance(column.title) + Space.large) + Space.large
        self._fit_columns()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Hide the lesser columns where there is no room, and give the names what is left."""
        if not self._wanted:
            return
        room = self.viewport().width()
        wanted = dict(self._wanted)
        wanted[0] = min(wanted[0], LEAST_NAME)
        for place in LESSER:
            if sum(wanted.values()) > room:
                del wanted[place]
        wanted[0] += max(0, room - sum(wanted.values()))
        for place in self._wanted:
            self.setColumnHidden(place, place not in wanted)
            self.setColumnWidth(place, wanted.get(place, 0))

    def _want_order(self, place: int) -> None:
        order = self._rows.columns[place].order
        if order is not None:
            self.order_wanted.emit(order)

    def _is_tick(self, index: QModelIndex, place: QPoint) -> bool:
        return index.column() == 0 and place.x() < self.visualRect(index).left() + TICK_WIDTH


class _Name(QStyledItemDelegate):
    """A name whose sign stands behind it, so that all names begin at the same place."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Turn text and sign round."""
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Right


class _TickClicks(QObject):
    """Lets a click on a box tick it without selecting its row, which would show another model."""

    def __init__(
        self, view: QAbstractItemView, rows: ModelRows, is_tick: Callable[[QModelIndex, QPoint], bool]
    ) -> None:
        super().__init__(view)
        self._view, self._rows, self._is_tick = view, rows, is_tick
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what happens on a box away from the view."""
        if not isinstance(event, QMouseEvent) or event.type() not in _CLICKS:
            return False
        place = event.position().toPoint()
        index = self._view.indexAt(place)
        if not index.isValid() or not self._is_tick(index, place):
            return False
        if event.type() is not QEvent.Type.MouseButtonRelease and event.button() is Qt.MouseButton.LeftButton:
            key = self._rows.listed[index.row()].key
            self._rows.tick(key, is_wanted=key not in self._rows.to_compare)
        return True
