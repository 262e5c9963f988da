"""A list of texts that scrolls smoothly through any number of them: how each begins, and what it is."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from ptstudio.app.text_rows import TextRow, TextRows
from ptstudio.app.theme import Space, theme
from ptstudio.app.widgets.text_lines import paint_lines

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINES = 2
ROW_ROLE = Qt.ItemDataRole.UserRole
OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class TextList(QListView):
    """`opened(place)` at a click or Enter; with `most_rows` it is as high as its texts need, up to so many rows."""

    opened = Signal(int)

    def __init__(self, name: str, most_rows: int = 0) -> None:
        super().__init__()
        self._most_rows = most_rows
        self.rows = _Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Drawn(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.opened.emit(index.row()))
        theme().changed.connect(self.viewport().update)
        self._fit()

    def set_rows(self, rows: TextRows | None) -> None:
        """Show these texts from their beginning."""
        self.rows.set_rows(rows)
        if rows is not None and len(rows):
            self.setCurrentIndex(self.rows.index(0))
        self.scrollToTop()
        self._fit()

    def row(self, place: int) -> TextRow | None:
        """One of those that are shown."""
        shown = self.rows.shown
        return shown.row(place) if shown is not None and 0 <= place < len(shown) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen text with Enter or Space."""
        if event.key() in OPENING_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.verticalScrollBar().setSingleStep(row_height() // 2)
        if self._most_rows:
            rows = min(self._most_rows, max(1, self.rows.rowCount()))
            self.setFixedHeight(rows * row_height() + 2 * self.frameWidth() + 4)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: TextRows | None = None
        self._count = 0

    def set_rows(self, rows: TextRows | None) -> None:
        self.beginResetModel()
        self.shown, self._count = rows, len(rows) if rows is not None else 0
        self.endResetModel()

    def grow(self) -> None:
        """Take note that there are more of them by now."""
        now = len(self.shown) if self.shown is not None else 0
        if now > self._count:
            self.beginInsertRows(QModelIndex(), self._count, now - 1)
            self._count = now
            self.endInsertRows()

    @override
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.shown is None or not index.isValid():
            return None
        if role == ROW_ROLE:
            return self.shown.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.shown.row(index.row())
            return ". ".join(filter(None, (row.caption, row.detail, *row.passage.openings)))
        return None


class _Drawn(QStyledItemDelegate):
    """Draws what a text is, and below it how the text begins, or each text of a pair."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All rows are of one height."""
        return QSize(200, row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one text."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, TextRow):
            return
        whole: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active:
            painter.fillRect(whole, theme().colour("selection"))
        painter.setPen(theme().colour("raised"))
        painter.drawLine(whole.bottomLeft(), whole.bottomRight())
        inside = whole.adjusted(Space.medium, Space.small, -Space.medium, -Space.small)
        has_caption = row.caption or row.detail
        body = inside.adjusted(0, _caption_height() if has_caption else _caption_height() // 2, 0, 0)
        self._paint_caption(painter, QRect(inside.topLeft(), QSize(inside.width(), _caption_height())), row)
        painter.setPen(theme().colour("text"))
        openings = row.passage.openings
        each = LINES // len(openings)
        for number, opening in enumerate(openings):
            top = body.adjusted(0, number * each * _line_height(), 0, 0)
            paint_lines(painter, top, opening, theme().font("body"), each)
        painter.restore()

    def _paint_caption(self, painter: QPainter, place: QRect, row: TextRow) -> None:
        painter.setFont(theme().font("small", is_bold=True))
        painter.setPen(theme().colour("text"))
        metrics = painter.fontMetrics()
        caption = metrics.elidedText(row.caption, Qt.TextElideMode.ElideRight, place.width() * 2 // 3)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)
        beside = place.adjusted(metrics.horizontalAdvance(caption) + (Space.small if caption else 0), 0, 0, 0)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("muted"))
        detail = painter.fontMetrics().elidedText(row.detail, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, detail)


def row_height() -> int:
    """The height of every row in pixels."""
    return _caption_height() + LINES * _line_height() + 2 * Space.small


def _caption_height() -> int:
    return QFontMetrics(theme().font("small", is_bold=True)).height() + Space.tight


def _line_height() -> int:
    return QFontMetrics(theme().font("body")).lineSpacing()
