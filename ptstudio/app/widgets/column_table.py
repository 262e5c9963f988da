"""A table of many rows with columns to choose from: sorted, filtered, and renewed row by row; knows not of what.

Rows that are filtered out stay where they are, and so does what is selected while others change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu
from typing_extensions import override

from ptstudio.app.translation import tr
from ptstudio.app.widgets.column_rows import Column, ColumnRows, SortedRows, TableRow
from ptstudio.app.widgets.sorted_table import SortedTable

WIDEST = 240
"""Pixels that a column takes by itself; a person can make it wider."""
LEAST = 130
"""Pixels that a column has in which a person writes, or that takes what is left."""
ICON_WIDTH = 36


@dataclass(frozen=True)
class Sorting:
    """By which column rows are sorted; by none, they stand as they were given."""

    column: str = ""
    is_descending: bool = False


class ColumnTable(SortedTable):
    """`marked(keys)` is emitted where a mark is clicked or Space is pressed, `renamed(key, text)` when a cell was
    edited, `removal_wanted` for Delete, `menu_wanted(place)` for a context menu, `columns_chosen` when a person has
    shown or hidden one.
    """

    marked = Signal(object)
    renamed = Signal(str, str)
    removal_wanted = Signal()
    menu_wanted = Signal(QPoint)
    columns_chosen = Signal()

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self._rows = ColumnRows(self._columns)
        self._order = SortedRows(self._rows)
        super().__init__(name, self._order, self._rows.keys, many=True)
        self._is_fitted = False
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_header()
        self._rows.renamed.connect(self.renamed)

    # ------------------------------------------------------------------ what is shown

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows, in this order until a column is clicked; what was selected stays so."""
        if [row.key for row in rows] == self._rows.keys():
            self._rows.renew_all(rows)
            self._fit()
            return
        chosen = self.selected_keys()
        self._rows.replace(rows)
        self._fit()
        self.select(chosen)
        self.selected.emit()

    def renew(self, row: TableRow) -> None:
        """Show a row anew; one that is not there yet becomes the first."""
        self._rows.renew(row)
        self._fit()

    def forget(self, keys: Iterable[str]) -> None:
        """Show these no more."""
        for key in keys:
            self._rows.remove(key)

    def filter(self, words: str, tags: Sequence[str] = ()) -> None:
        """Show only rows with all of these words in them, and all of these tags."""
        self._order.filter(words, tags)
        self.selected.emit()

    @property
    def shown_count(self) -> int:
        """How many rows are not filtered out."""
        return self._sorted.rowCount()

    def texts(self, key: str) -> dict[str, str]:
        """The texts of a row, by column."""
        cells = self._rows.row_of(key).cells
        return {column.key: cell.text for column, cell in zip(self._columns, cells, strict=True)}

    # ------------------------------------------------------------------ columns

    @property
    def shown_columns(self) -> list[str]:
        """The keys of the columns that are shown."""
        return [one.key for at, one in enumerate(self._columns) if not self.isColumnHidden(at)]

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, as far as there are such; all of them where that would be none."""
        known = [column.key for column in self._columns if column.key in keys]
        for at, column in enumerate(self._columns):
            self.setColumnHidden(at, bool(known) and column.key not in known)
        self._fill()

    def fill_columns_menu(self, menu: QMenu) -> None:
        """List the columns, to be switched on and off."""
        menu.clear()
        for column in self._columns:
            action = menu.addAction(column.name)
            action.setCheckable(True)
            action.setChecked(column.key in self.shown_columns)
            action.toggled.connect(partial(self._switch_column, column.key))

    @property
    def sorting(self) -> Sorting:
        """How the rows are sorted."""
        at = self._sorted.sortColumn()
        is_descending = self._sorted.sortOrder() is Qt.SortOrder.DescendingOrder
        return Sorting(self._columns[at].key, is_descending) if at >= 0 else Sorting()

    # ------------------------------------------------------------------ what a person does

    def rename(self, key: str) -> None:
        """Have a person edit the row's name."""
        at = next(at for at, column in enumerate(self._columns) if column.is_editable)
        self.setColumnHidden(at, False)
        index = self._index_of(key)
        if index.isValid():
            self.edit(index.siblingAtColumn(at))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks, Delete removes, F2 renames."""
        keys = self.selected_keys()
        if event.key() == Qt.Key.Key_Space and keys and not event.modifiers():
            self.marked.emit(keys)
        elif event.key() == Qt.Key.Key_Delete and keys:
            self.removal_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and len(keys) == 1:
            self.rename(keys[0])
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark marks, or takes the mark away."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_mark = index.isValid() and self._columns[index.column()].is_mark
        if is_mark and event.button() is Qt.MouseButton.LeftButton and not event.modifiers():
            self.marked.emit([self._key(index)])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left of the width to the column that takes it."""
        super().resizeEvent(event)
        self._fill()

    # ------------------------------------------------------------------ inside

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(ICON_WIDTH)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_columns_menu)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda place: self.menu_wanted.emit(self.viewport().mapToGlobal(place)))
        for at, column in enumerate(self._columns):
            if column.is_mark:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(at, ICON_WIDTH)

    def _open_columns_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Columns that are shown"))
        self.fill_columns_menu(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _switch_column(self, key: str, is_shown: bool) -> None:
        keys = [*self.shown_columns, key] if is_shown else [one for one in self.shown_columns if one != key]
        self.show_columns(keys)
        self.columns_chosen.emit()

    def _fit(self) -> None:
        """Each column as wide as what is in it, the first time that there is something; later numbers that have come
        are given the room that they need.
        """
        if not self._rows.rowCount():
            return
        is_first, self._is_fitted = not self._is_fitted, True
        header = self.horizontalHeader()
        for at, column in enumerate(self._columns):
            if column.is_mark or not (is_first or (column.is_number and not self.isColumnHidden(at))):
                continue
            wanted = max(self.sizeHintForColumn(at), header.sectionSizeHint(at), LEAST if column.is_editable else 0)
            if is_first or wanted > header.sectionSize(at):
                header.resizeSection(at, min(WIDEST, wanted))
        self._fill()

    def _fill(self) -> None:
        """Have one column take the room that is left, so that no row ends in the middle of nowhere."""
        at = next((at for at, column in enumerate(self._columns) if column.is_filling), None)
        if at is None or self.isColumnHidden(at) or not self._is_fitted:
            return
        header = self.horizontalHeader()
        left = self.viewport().width() - sum(
            header.sectionSize(other) for other in range(len(self._columns)) if other != at
        )
        header.resizeSection(at, max(left, LEAST, header.sectionSizeHint(at)))
