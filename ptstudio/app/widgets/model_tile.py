"""Draws a model of the browser as a card: its title, a sentence, its badges, and a box to tick it for comparison."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem, QWidget
from typing_extensions import override

from ptstudio.app import formats
from ptstudio.app.icons import icon
from ptstudio.app.model_badges import Badge
from ptstudio.app.model_browsing import Listed, speed_words
from ptstudio.app.theme import Space, theme
from ptstudio.app.translation import tr
from ptstudio.app.widgets.model_rows import BADGES_ROLE, CHOSEN_ROLE, LISTED_ROLE, accuracy_figure

Index = QModelIndex | QPersistentModelIndex
ICON, BOX, GAP = 20, 16, 6
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _MIDDLE, Qt.AlignmentFlag.AlignRight | _MIDDLE


class ModelTile(QStyledItemDelegate):
    """Everything it draws comes from the row; a selected one has a frame, the chosen one says so in a word."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._measure()
        theme().changed.connect(self._measure)

    @property
    def height(self) -> int:
        """How high each card is, its distance to the next one included."""
        return self._lines * 3 + 2 * Space.medium + 2 * Space.tight + Space.small

    def tick_box(self, rect: QRect) -> QRect:
        """Where in the place of a card a click ticks it: the box and its word."""
        width = BOX + GAP + QFontMetrics(self._small).horizontalAdvance(tr("Compare"))
        top = rect.top() + Space.medium
        return QRect(rect.right() - Space.medium - width, top, width, self._lines)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all."""
        return QSize(200, self.height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        listed = index.data(LISTED_ROLE)
        if not isinstance(listed, Listed):
            return
        rect: QRect = option.rect
        is_chosen = bool(index.data(CHOSEN_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option)
        inner = rect.adjusted(Space.medium, Space.medium, -Space.medium, -Space.medium - Space.small)
        look = ("done", "accent") if is_chosen else ("model", "muted")
        icon(*look).paint(painter, inner.left(), inner.top() + (self._lines - ICON) // 2, ICON, ICON)
        box = self.tick_box(rect)
        self._paint_tick(painter, box, is_ticked=index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked)
        line = QRect(inner.left() + ICON + Space.small, inner.top(), 0, self._lines)
        line.setRight(box.left() - Space.medium)
        used = self._write(painter, line, listed.model.title, self._title, "text")
        if is_chosen:
            self._write(painter, line.adjusted(used + Space.medium, 0, 0, 0), tr("chosen"), self._bold, "good")
        line.setRight(inner.right())
        line.translate(0, self._lines + Space.tight)
        summary = tr(listed.model.summary) or tr("Added from {source}.", source=listed.model.source)
        self._write(painter, line, summary, self._body, "muted")
        line.translate(0, self._lines + Space.tight)
        self._paint_badges(painter, line, index.data(BADGES_ROLE), _figures(listed))
        painter.restore()

    @override
    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Space ticks the card; clicks are the view's."""
        if event.type() is not QEvent.Type.KeyPress:
            return False
        return super().editorEvent(event, model, option, index)

    def _measure(self) -> None:
        self._title, self._body = theme().font("heading", is_bold=True), theme().font()
        self._bold, self._small = theme().font(is_bold=True), theme().font("small")
        self._lines = max(ICON, QFontMetrics(self._title).height())

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        frame = QRectF(option.rect).adjusted(2, 2, -2, -Space.small)
        is_strong = is_selected or has_focus
        painter.setPen(QPen(theme().colour("accent" if is_strong else "border"), 2 if is_strong else 1))
        painter.setBrush(theme().colour("selection" if is_selected else "surface"))
        painter.drawRoundedRect(frame, Space.radius, Space.radius)

    def _paint_tick(self, painter: QPainter, box: QRect, *, is_ticked: bool) -> None:
        state = QStyle.StateFlag
        option = QStyleOptionButton()
        option.rect = QRect(box.left(), box.top() + (box.height() - BOX) // 2, BOX, BOX)
        option.state = state.State_Enabled | (state.State_On if is_ticked else state.State_Off)
        primitive = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        self._view.style().drawPrimitive(primitive, option, painter, self._view)
        self._write(painter, box.adjusted(BOX + GAP, 0, 2, 0), tr("Compare"), self._small, "muted")

    def _paint_badges(self, painter: QPainter, line: QRect, badges: tuple[Badge, ...], figures: str) -> None:
        """The badges from the left, as icons alone where their words have no room; the figures at the right, if there
        is room beside them.
        """
        metrics = QFontMetrics(self._small)
        place, bare = line.left(), 16 + 2 * Space.small
        for badge in badges:
            width = ICON + GAP + metrics.horizontalAdvance(badge.text) + 2 * Space.small - 4
            has_words = place + width <= line.right()
            width = width if has_words else bare
            if place + width > line.right():
                return
            pill = QRectF(place, line.top(), width, line.height())
            painter.setPen(QPen(theme().colour("border"), 1))
            painter.setBrush(theme().colour("window"))
            painter.drawRoundedRect(pill, line.height() / 2, line.height() / 2)
            corner = place + Space.small
            icon(badge.icon_name, badge.colour).paint(painter, corner, line.top() + (line.height() - 16) // 2, 16, 16)
            text = QRect(corner + 16 + GAP - 2, line.top(), width, line.height())
            if has_words:
                self._write(painter, text, badge.text, self._small, "text")
            place += width + GAP
        if place + metrics.horizontalAdvance(figures) + Space.medium < line.right():
            painter.setFont(self._small)
            painter.setPen(theme().colour("muted"))
            painter.drawText(line, _RIGHT, figures)

    @staticmethod
    def _write(painter: QPainter, line: QRect, text: str, font: QFont, colour: str) -> int:
        """Write a text, shortened where there is no room; gives the width it takes."""
        painter.setFont(font)
        painter.setPen(theme().colour(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, _LEFT, shown)
        return metrics.horizontalAdvance(shown)


def _figures(listed: Listed) -> str:
    """What most compare first, in a few words."""
    parts = [speed_words(listed.speed), formats.size(listed.model.size_mb)]
    return " · ".join([accuracy_figure(listed), *parts] if listed.model.accuracy is not None else parts)
