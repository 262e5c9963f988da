"""A list of models to look through, as cards or as a table, one of them selected; knows no library."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ptstudio.app.model_advice import Advice
from ptstudio.app.model_browsing import Listed, Order
from ptstudio.app.widgets.layout import column
from ptstudio.app.widgets.model_none_found import NoneFound
from ptstudio.app.widgets.model_rows import ModelRows
from ptstudio.app.widgets.model_views import ModelCards, ModelTable

CARDS, TABLE = "cards", "table"


class ModelBrowser(QWidget):
    """`selected(key)` is emitted when a person looks at a model, `opened(key)` for Enter or a double click; the other
    signals are those of its parts.
    """

    selected = Signal(str)
    opened = Signal(str)
    order_wanted = Signal(object)
    loosened = Signal(str)
    hub_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = ModelRows(self)
        self.cards, self.table = ModelCards(self.rows), ModelTable(self.rows)
        self._chosen_rows = self.cards.selectionModel()
        self.table.setSelectionModel(self._chosen_rows)
        self._chosen_rows.selectionChanged.connect(lambda *_: self._tell())
        for view in (self.cards, self.table):
            view.activated.connect(lambda index: self.opened.emit(self.rows.listed[index.row()].key))
        self.table.order_wanted.connect(self.order_wanted)
        self.none_found = NoneFound()
        self.none_found.loosened.connect(self.loosened)
        self.none_found.hub_wanted.connect(self.hub_wanted)
        self._stack = QStackedWidget()
        for part in (self.cards, self.table, self.none_found):
            self._stack.addWidget(part)
        self._look = CARDS
        self._key = ""
        self.setLayout(column(self._stack))

    @property
    def look(self) -> str:
        """`CARDS` or `TABLE`."""
        return self._look

    def show_look(self, look: str) -> None:
        """Show the models as cards or as a table."""
        is_empty = self._stack.currentWidget() is self.none_found
        self._look = look if look in (CARDS, TABLE) else CARDS
        self._stack.setCurrentWidget(self.none_found if is_empty else self._view())
        self.reveal()

    def show_models(self, listed: Sequence[Listed], advised: Mapping[str, Advice], order: Order) -> None:
        """Show these, in the order that they have; as many lie above what is in view as before."""
        places = {view: view.verticalScrollBar().value() for view in (self.cards, self.table)}
        self.rows.show_models(listed, advised)
        self.table.show_order(order)
        self._stack.setCurrentWidget(self._view() if listed else self.none_found)
        self.select(self._key)
        for view, place in places.items():
            view.verticalScrollBar().setValue(place)

    def measure(self) -> None:
        """Lay the table out for the models that it shows now, which are all."""
        self.table.measure()

    def select(self, key: str) -> None:
        """Select a model without telling of it, if it is shown; what is in view stays in view."""
        self._key = key
        index = self.rows.place_of(key)
        if index.isValid():
            flags, bar = QItemSelectionModel.SelectionFlag, self._view().verticalScrollBar()
            place = bar.value()
            self._chosen_rows.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            bar.setValue(place)

    def reveal(self) -> None:
        """Bring the selected model into view."""
        index = self.rows.place_of(self._key)
        if index.isValid():
            self._view().scrollTo(index)

    def show_top(self) -> None:
        """Bring the first models into view."""
        for view in (self.cards, self.table):
            view.scrollToTop()

    def shown_keys(self) -> list[str]:
        """The keys of what is shown, from the top."""
        return [listed.key for listed in self.rows.listed]

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self._view().setFocus()

    def _view(self) -> ModelCards | ModelTable:
        return self.table if self._look == TABLE else self.cards

    def _tell(self) -> None:
        places = self._chosen_rows.selectedIndexes()
        key = self.rows.listed[places[0].row()].key if places else self._key
        if key != self._key:
            self._key = key
            self.selected.emit(key)
