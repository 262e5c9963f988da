"""Search, filters, order and look of the model browser; it filters nothing itself."""

from collections.abc import Collection

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton, QWidget

from ptstudio.app.model_browsing import Filters, Order, Size, order_words, size_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.model_browser import CARDS, TABLE
from ptstudio.app.widgets.segments import Segments
from ptstudio.app.widgets.text import label

LEAST_SEARCH = 180
NO_SIZE: Size | None = None


class ModelFilters(QWidget):
    """`changed` is emitted when other models or another order are wanted, `look_chosen(look)` for cards or table."""

    changed = Signal()
    look_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search by name, licence or what it is good for"))
        self.search.setAccessibleName(tr("Search the models"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(LEAST_SEARCH)
        for clearing in self.search.findChildren(QToolButton):
            clearing.setAccessibleName(tr("Clear the search"))
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self.sorting, self.sizes = Chooser(tr("Sort by")), Chooser(tr("Size"))
        self._order, self._size = Order.RECOMMENDED, NO_SIZE
        self.sorting.show_choices([(order, order_words(order)) for order in Order], self._order)
        self._show_size(None)
        self.sorting.chosen.connect(self.choose_order)
        self.sizes.chosen.connect(self._choose_size)
        self.boxes = {
            "is_here": QCheckBox(tr("on this machine")),
            "fits": QCheckBox(tr("fits this machine")),
            "may_be_sold": QCheckBox(tr("may be sold")),
        }
        self.boxes["may_be_sold"].setToolTip(tr("The licence lets you sell what you build with the model."))
        for box in self.boxes.values():
            box.toggled.connect(lambda _: self.changed.emit())
        self.looks = Segments(tr("Look of the list"), ((CARDS, tr("Cards")), (TABLE, tr("Table"))))
        self.looks.chosen.connect(self.look_chosen)
        self.count = label("", "muted")
        self.count.setWordWrap(False)
        top = row(self.search, self.count, self.sorting, self.looks, gap=Space.medium)
        top.setStretch(0, 1)
        self.setLayout(column(top, row(self.sizes, *self.boxes.values(), None, gap=Space.medium)))

    @property
    def filters(self) -> Filters:
        """What is wanted."""
        wanted = {name: box.isChecked() for name, box in self.boxes.items()}
        return Filters(words=self.search.text(), size=self._size, **wanted)

    @property
    def order(self) -> Order:
        """What it is sorted by."""
        return self._order

    def words_of(self, name: str) -> str:
        """How a filter is called, by its name."""
        if name == "size" and self._size is not None:
            return size_words(self._size)
        return self.boxes[name].text() if name in self.boxes else self.search.text()

    def offer_only(self, names: Collection[str]) -> None:
        """Show these filters alone; others would divide nothing and are loosened."""
        for name in (*self.boxes, "size"):
            if name not in names:
                self._loosen(name)
        self.sizes.setVisible("size" in names)
        for name, box in self.boxes.items():
            box.setVisible(name in names)

    def loosen(self, name: str) -> None:
        """Take one filter away, or all of them where no name is given."""
        for each in [name] if name else ["words", "size", *self.boxes]:
            self._loosen(each)
        self.changed.emit()

    def choose_order(self, order: object) -> None:
        """Sort by this."""
        if isinstance(order, Order):
            self._order = order
            self.sorting.show_choices([(each, order_words(each)) for each in Order], order)
            self.changed.emit()

    def _loosen(self, name: str) -> None:
        with QSignalBlocker(self):
            if name == "words":
                self.search.clear()
            elif name == "size":
                self._show_size(None)
            else:
                self.boxes[name].setChecked(False)

    def _choose_size(self, size: object) -> None:
        self._show_size(size if isinstance(size, Size) else None)
        self.changed.emit()

    def _show_size(self, size: Size | None) -> None:
        self._size = size
        choices: list[tuple[object, str]] = [(None, tr("any")), *((each, size_words(each)) for each in Size)]
        self.sizes.show_choices(choices, size)
