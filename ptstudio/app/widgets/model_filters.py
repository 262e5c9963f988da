"""Search, filters, order and look of the model browser; it filters nothing itself."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QToolButton, QWidget

from ptstudio.app.model_browsing import Filters, Order, Size, Terms, order_tip, order_words, size_words, terms_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.model_browser import CARDS, TABLE
from ptstudio.app.widgets.segments import Segments
from ptstudio.app.widgets.text import label

LEAST_SEARCH = 180
CHOSEN = ("this_task", "size", "terms")
"""The names of the filters that are chosen from a list."""


class ModelFilters(QWidget):
    """`changed` is emitted when other models or another order are wanted, `look_chosen(look)` for cards or table."""

    changed = Signal()
    look_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search by name, owner, family, paper, licence or use"))
        self.search.setAccessibleName(tr("Search the models"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(LEAST_SEARCH)
        for clearing in self.search.findChildren(QToolButton):
            clearing.setAccessibleName(tr("Clear the search"))
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self.sorting = Chooser(tr("Sort by"))
        self.sorting.setToolTip(order_tip())
        self.tasks, self.sizes, self.licences = Chooser(tr("Task")), Chooser(tr("Size")), Chooser(tr("Licence"))
        self.licences.setToolTip(tr("Non-commercial: nobody may earn money with what is built on the model. May be "
                                    "sold: the licence allows it for certain."))  # fmt: skip
        self._order = Order.RECOMMENDED
        self._choosers = dict(zip(CHOSEN, (self.tasks, self.sizes, self.licences), strict=True))
        self._chosen: dict[str, object] = {"this_task": True, "size": None, "terms": None}
        self.sorting.show_choices([(order, order_words(order)) for order in Order], self._order)
        self.sorting.chosen.connect(self.choose_order)
        for name, chooser in self._choosers.items():
            self._show_choice(name)
            chooser.chosen.connect(partial(self._choose, name))
        self.boxes = {"is_here": QCheckBox(tr("on this machine")), "fits": QCheckBox(tr("fits this machine"))}
        for box in self.boxes.values():
            box.toggled.connect(lambda _: self.changed.emit())
        self.looks = Segments(tr("Look of the list"), ((CARDS, tr("Cards")), (TABLE, tr("Table"))))
        self.looks.chosen.connect(self.look_chosen)
        self.count = label("", "muted")
        self.count.setWordWrap(False)
        top = row(self.search, self.count, self.sorting, self.looks, gap=Space.medium)
        top.setStretch(0, 1)
        below = row(*self._choosers.values(), *self.boxes.values(), None, gap=Space.medium)
        self.setLayout(column(top, below))

    @property
    def filters(self) -> Filters:
        """What is wanted."""
        size, terms = self._chosen["size"], self._chosen["terms"]
        return Filters(
            words=self.search.text(),
            this_task=bool(self._chosen["this_task"]),
            size=size if isinstance(size, Size) else None,
            terms=terms if isinstance(terms, Terms) else None,
            **{name: box.isChecked() for name, box in self.boxes.items()},
        )

    @property
    def order(self) -> Order:
        """What it is sorted by."""
        return self._order

    def words_of(self, name: str) -> str:
        """How a filter is called, by its name."""
        if name in self._choosers:
            return self._choosers[name].box.currentText()
        return self.boxes[name].text() if name in self.boxes else self.search.text()

    def offer_only(self, names: Collection[str]) -> None:
        """Show these filters alone; others would divide nothing and are loosened."""
        for name, shown in (*self._choosers.items(), *self.boxes.items()):
            shown.setVisible(name in names)
            if name not in names and name != "this_task":
                self._loosen(name)

    def loosen(self, name: str) -> None:
        """Take one filter away, or all of them where no name is given; other tasks' models are only shown if asked."""
        for each in [name] if name else ["words", "size", "terms", *self.boxes]:
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
            elif name in self._choosers:
                self._chosen[name] = False if name == "this_task" else None
                self._show_choice(name)
            else:
                self.boxes[name].setChecked(False)

    def _choose(self, name: str, choice: object) -> None:
        self._chosen[name] = choice
        self._show_choice(name)
        self.changed.emit()

    def _show_choice(self, name: str) -> None:
        self._choosers[name].show_choices(_choices()[name], self._chosen[name])


def _choices() -> dict[str, list[tuple[object, str]]]:
    """What the filters that are chosen from a list offer."""
    return {
        "this_task": [(True, tr("this task")), (False, tr("all tasks"))],
        "size": [(None, tr("any")), *((size, size_words(size)) for size in Size)],
        "terms": [(None, tr("any")), *((terms, terms_words(terms)) for terms in Terms)],
    }
