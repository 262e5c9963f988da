"""The models of the browser as rows for Qt's views, some of them ticked to be compared; it decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from typing_extensions import override

from ptstudio.app import formats, model_fit, model_words
from ptstudio.app.icons import icon
from ptstudio.app.model_advice import Advice
from ptstudio.app.model_badges import Badge, advice_badge, badges, fit_badge, licence_badge, place_badge, spoken
from ptstudio.app.model_browsing import Listed, Order, speed_words
from ptstudio.app.model_comparison import MOST
from ptstudio.app.theme import theme
from ptstudio.app.translation import tr

Index = QModelIndex | QPersistentModelIndex
LISTED_ROLE = Qt.ItemDataRole.UserRole
BADGES_ROLE = Qt.ItemDataRole.UserRole + 1
CHOSEN_ROLE = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class Column:
    """A column of the table: its title, its text, its badge if it has one, and what a click on it sorts by."""

    title: str
    text: Callable[[Listed], str]
    order: Order | None = None
    badge: Callable[[Listed], Badge | None] = lambda _: None
    tip: Callable[[Listed], str] = lambda _: ""


def columns() -> tuple[Column, ...]:
    """The columns; the first carries the tick."""
    return (
        Column(tr("Name"), lambda listed: listed.model.title, Order.NAME),
        Column(tr("Weights"), lambda listed: place_badge(listed).text, Order.RECOMMENDED, place_badge),
        Column(tr("Fits"), lambda listed: model_fit.verdict_words(listed.fit.verdict), None, fit_badge),
        Column(tr("Accuracy"), accuracy_figure, Order.ACCURACY,
               tip=lambda listed: model_words.accuracy(listed.model)),
        Column(tr("Speed"), lambda listed: speed_words(listed.speed), Order.SPEED),
        Column(tr("Size"), lambda listed: formats.size(listed.model.size_mb), Order.SIZE),
        Column(tr("Licence"), _licence_words, None, licence_badge,
               tip=lambda listed: model_words.licence(listed.model)),
    )  # fmt: skip


def _licence_words(listed: Listed) -> str:
    """The name of the licence, or, where it stands in the way of something, in which."""
    badge = licence_badge(listed)
    return badge.text if badge is not None else listed.model.licence


def accuracy_figure(listed: Listed) -> str:
    """The published accuracy as a figure alone."""
    return f"{listed.model.accuracy:.1f} %" if listed.model.accuracy is not None else "–"


class ModelRows(QAbstractTableModel):
    """`ticked` is emitted when another set of models is to be compared, `refused` when one more would be too many."""

    ticked = Signal()
    refused = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.listed: Sequence[Listed] = ()
        self.to_compare: list[str] = []
        self.columns = columns()
        self._advised: Mapping[str, Advice] = {}
        self._chosen = ""

    def show_models(self, listed: Sequence[Listed], advised: Mapping[str, Advice]) -> None:
        """Show these; `advised` is what is said of some of them. What is ticked stays so."""
        self.beginResetModel()
        self.listed, self._advised = listed, advised
        self.endResetModel()

    def renew(self, changed: Sequence[Listed]) -> None:
        """Show these anew where they are shown."""
        new = {listed.key: listed for listed in changed}
        self.listed = [new.get(listed.key, listed) for listed in self.listed]
        self._redraw()

    def mark_chosen(self, key: str) -> None:
        """Mark the model that the next training starts from."""
        self._chosen = key
        self._redraw()

    def tick(self, key: str, *, is_wanted: bool) -> None:
        """Compare a model, or do so no more."""
        if is_wanted == (key in self.to_compare):
            return
        if is_wanted and len(self.to_compare) >= MOST:
            self.refused.emit()
            return
        self.to_compare = [*self.to_compare, key] if is_wanted else [one for one in self.to_compare if one != key]
        self._redraw()
        self.ticked.emit()

    def clear_ticks(self) -> None:
        """Compare nothing."""
        self.to_compare = []
        self._redraw()
        self.ticked.emit()

    def place_of(self, key: str) -> QModelIndex:
        """The row of a model; invalid where it is not shown."""
        keys = [listed.key for listed in self.listed]
        return self.index(keys.index(key), 0) if key in keys else _NOWHERE

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.listed)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.columns[section].title if is_title else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        listed, column = self.listed[index.row()], self.columns[index.column()]
        say = self._SAID.get(role)
        return say(self, listed, column) if say is not None else None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick(self.listed[index.row()].key, is_wanted=value in (_CHECKED, _CHECKED.value))
        return True

    def _redraw(self) -> None:
        if self.listed:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.listed) - 1, len(self.columns) - 1))

    def _advice(self, listed: Listed) -> Advice | None:
        return self._advised.get(listed.key)

    def _tick(self, listed: Listed, column: Column) -> Qt.CheckState | None:
        if column is not self.columns[0]:
            return None
        return _CHECKED if listed.key in self.to_compare else _UNCHECKED

    def _shown(self, listed: Listed, column: Column) -> str:
        """The column's text; a name says whether it is the chosen one."""
        text = column.text(listed)
        if column is self.columns[0] and listed.key == self._chosen:
            return tr("{title} (chosen)", title=text)
        return text

    def _font(self, listed: Listed, column: Column) -> QFont | None:
        is_marked = column is self.columns[0] and listed.key == self._chosen
        return theme().font(is_bold=True) if is_marked else None

    def _spoken(self, listed: Listed, column: Column) -> str:
        if column is not self.columns[0]:
            return column.text(listed)
        return spoken(listed, self._advice(listed), is_chosen=listed.key == self._chosen)

    def _sign(self, listed: Listed, column: Column) -> QIcon | None:
        """That of the column's badge; beside a name, whether it may not be sold, or is recommended."""
        is_name = column is self.columns[0]
        badge = licence_badge(listed) or advice_badge(self._advice(listed)) if is_name else column.badge(listed)
        return icon(badge.icon_name, badge.colour) if badge is not None else None

    def _tip(self, listed: Listed, column: Column) -> str:
        """The sentences that there is no room for."""
        if (badge := column.badge(listed)) is not None:
            return badge.tip
        advice = self._advice(listed)
        reason, licence = advice.reason if advice is not None else "", licence_badge(listed)
        said = (tr(listed.model.summary), licence.tip if licence is not None else "", reason, fit_badge(listed).tip)
        return column.tip(listed) or "\n".join(filter(None, said))

    _SAID: ClassVar[Mapping[int, Callable[["ModelRows", Listed, Column], object]]] = {
        Qt.ItemDataRole.DisplayRole: _shown,
        Qt.ItemDataRole.FontRole: _font,
        Qt.ItemDataRole.CheckStateRole: _tick,
        Qt.ItemDataRole.DecorationRole: _sign,
        Qt.ItemDataRole.ToolTipRole: _tip,
        Qt.ItemDataRole.AccessibleTextRole: _spoken,
        LISTED_ROLE: lambda _, listed, _column: listed,
        BADGES_ROLE: lambda self, listed, _column: badges(listed, self._advice(listed)),
        CHOSEN_ROLE: lambda self, listed, _column: listed.key == self._chosen,
    }
