"""A grid of small pictures that scrolls smoothly through any number of them; it knows neither project nor dataset."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QSlider,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.icons import pixmap
from ptstudio.app.theme import Space, theme
from ptstudio.app.tiles import Tiles
from ptstudio.app.translation import tr
from ptstudio.app.widgets.class_key import ClassKey
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import clear, column, row
from ptstudio.app.widgets.text import IconButton, label
from ptstudio.app.widgets.thumbnails import ThumbnailModel
from ptstudio.core.class_colours import ClassColours

SMALLEST, USUAL, LARGEST, STEP = 56, 112, 224, 28
_CAPTION = 22
_ROWS_AHEAD = 1


class SampleGrid(QWidget):
    """`opened(Path)` is emitted for a picture that was double-clicked, or chosen by Enter; `enlarged(place)` for one
    that has something laid over it.
    """

    opened = Signal(object)
    enlarged = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model = ThumbnailModel(self)
        self.view = _GridView(self.model)
        self.view.setAccessibleName(name)
        self.view.activated.connect(self._open)
        self._words = ElidedLabel("", "muted")
        self._empty = label(tr("There are no pictures here."), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom = QSlider(Qt.Orientation.Horizontal)
        self.zoom.setRange(SMALLEST, LARGEST)
        self.zoom.setSingleStep(STEP)
        self.zoom.setPageStep(STEP)
        self.zoom.setValue(USUAL)
        self.zoom.setFixedWidth(96)
        self.zoom.setAccessibleName(tr("Size of the pictures"))
        self.zoom.valueChanged.connect(self.view.set_side)
        smaller = IconButton("zoom-out", tr("Smaller pictures"))
        larger = IconButton("zoom-in", tr("Larger pictures"))
        smaller.clicked.connect(lambda: self.zoom.setValue(self.zoom.value() - STEP))
        larger.clicked.connect(lambda: self.zoom.setValue(self.zoom.value() + STEP))
        self._filters = row()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        above = row(self._filters, self._words, smaller, self.zoom, larger)
        above.setStretch(1, 1)
        self._keyed: tuple[str, ...] = ()
        self.key = QVBoxLayout()
        self.setLayout(column(above, self._stack, self.key))
        self.view.set_side(USUAL)
        self._count()

    def add_filter(self, widget: QWidget) -> None:
        """Put something above the pictures that says which of them are shown."""
        self._filters.addWidget(widget)

    def set_tiles(self, tiles: Tiles | None) -> None:
        """Show these pictures from their beginning."""
        self.model.set_tiles(tiles)
        self.view.scrollToTop()
        self._count()

    def grow(self) -> None:
        """Show those that were added to what is shown."""
        self.model.grow()
        self._count()

    def end(self) -> None:
        """Wait for what is being decoded."""
        self.model.end()

    def _show_key(self) -> None:
        """Which colour is which class, where something is drawn."""
        tiles = self.model.tiles
        colours = tiles.colours if tiles is not None and tiles.has_overlays else ClassColours(())
        if colours.classes != self._keyed:
            self._keyed = colours.classes
            clear(self.key)
            if colours.classes:
                self.key.addWidget(ClassKey(colours))

    def _count(self) -> None:
        self._show_key()
        number = self.model.rowCount()
        self._words.show_text(
            tr("1 picture") if number == 1 else tr("{count} pictures", count=formats.count(number)) if number else ""
        )
        self._stack.setCurrentWidget(self.view if number else self._empty)

    def _open(self, index: QModelIndex) -> None:
        tiles = self.model.tiles
        if tiles is not None and tiles.has_overlays:
            self.enlarged.emit(index.row())
        elif tiles is not None:
            self.opened.emit(Path(tiles.tile(index.row()).path))


class _GridView(QListView):
    """Rows of tiles of one size, so that no tile but those in view is ever measured."""

    def __init__(self, model: ThumbnailModel) -> None:
        super().__init__()
        self._model = model
        self._side = USUAL
        self.setModel(model)
        self.setItemDelegate(_TileDelegate(model, self))
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumHeight(USUAL + _CAPTION + 2 * Space.large)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.verticalScrollBar().rangeChanged.connect(lambda _, most: self.verticalScrollBar().setEnabled(most > 0))
        model.arrived.connect(self._redraw)
        model.modelReset.connect(self._look)
        model.rowsInserted.connect(self._look)

    def set_side(self, side: int) -> None:
        """Show pictures in squares of this many pixels."""
        here = self.indexAt(self.viewport().rect().center())
        self._side = side
        self._spread()
        self.verticalScrollBar().setSingleStep((side + _CAPTION) // 2)
        self._model.set_side(round(side * self.devicePixelRatioF()))
        if here.isValid():
            self.scrollTo(here, QListView.ScrollHint.PositionAtCenter)
        self._look()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer tiles are in view."""
        self._spread()
        super().resizeEvent(event)
        self._look()

    @property
    def side(self) -> int:
        """How large a picture may be."""
        return self._side

    def _redraw(self, place: int) -> None:
        self.update(self._model.index(place, 0))

    def _spread(self) -> None:
        """Give each column an equal part of the width."""
        width, least = self.viewport().width() - 2, self._side + Space.small
        self.setGridSize(QSize(max(least, width // max(1, width // least)), least + _CAPTION))

    def _look(self) -> None:
        """Tell the model which places are in view, and a row more on each side."""
        tile = self.gridSize()
        in_a_row = max(1, self.viewport().width() // max(1, tile.width()))
        first = self.verticalScrollBar().value() // max(1, tile.height()) - _ROWS_AHEAD
        rows = self.viewport().height() // max(1, tile.height()) + 2 + 2 * _ROWS_AHEAD
        self._model.show_range(range(max(0, first) * in_a_row, max(0, first + rows) * in_a_row))


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, model: ThumbnailModel, view: _GridView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._colours: dict[str, QColor] = {}
        theme().changed.connect(self._take_colours)
        self._take_colours()

    def _take_colours(self) -> None:
        self._colours = {name: theme().colour(name) for name in ("selection", "raised", "accent", "muted")}

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All tiles are of one size."""
        return self._view.gridSize()

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the picture if it is there, and the words below it."""
        whole: QRect = option.rect
        place = index.row()
        area = whole.adjusted(Space.tight, Space.tight, -Space.tight, -Space.tight)
        square = QRect(0, area.top(), self._view.side, self._view.side)
        square.moveLeft(area.center().x() - square.width() // 2)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(whole, self._colours["selection"])
        painter.fillRect(square, self._colours["raised"])
        shown = self._model.picture(place)
        if shown is not None:
            size = shown.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(square.center())
            painter.drawPixmap(target, shown)
        elif self._model.is_broken(place):
            mark = pixmap("failed", "muted", 24)
            painter.drawPixmap(square.center().x() - 12, square.center().y() - 12, mark)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._colours["accent"])
            painter.drawRect(whole.adjusted(1, 1, -2, -2))
        below = QRect(area.left(), square.bottom() + 1, area.width(), area.bottom() - square.bottom())
        painter.setPen(self._colours["muted"])
        words = painter.fontMetrics().elidedText(self._model.caption(place), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, words)
