"""The window in which the Hugging Face Hub is searched: words, what was found, and how it goes; asks nobody itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QStackedWidget, QWidget

from ptstudio.app import formats, hub_found
from ptstudio.app.hub_found import Found
from ptstudio.app.network_words import forbidden, leave_words
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.hub_model_details import HubModelDetails
from ptstudio.app.widgets.layout import card, row
from ptstudio.app.widgets.row_table import Cell, Row, RowTable
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog

SIZE, LEAST_SIZE = (940, 660), (640, 440)
SIZE_COLUMN, CHANGED = 3, 4
LEAST_NAME = 180
BAR_WIDTH = 320


class HubSearchDialog(TitledDialog):
    """`searched(words)`, `stopped`, `network_wanted`, `wanted(Found)` and `chosen(key)` say what a person asks for."""

    searched = Signal(str)
    stopped = Signal()
    network_wanted = Signal()
    wanted = Signal(object)
    chosen = Signal(str)

    def __init__(self, parent: QWidget, task: str, downloads: QWidget) -> None:
        """`task` is the title of what is looked for, `downloads` shows how those go that were asked for."""
        super().__init__(parent, tr("Search the Hub"), SIZE)
        self._found: dict[str, Found] = {}
        self._build_states(task)
        self.details = HubModelDetails()
        self.details.wanted.connect(self._get)
        self.details.chosen.connect(self._choose)
        close = Button(tr("Close"))
        close.clicked.connect(self.reject)
        about = tr("The Hugging Face Hub is a public collection of models. What you type is sent there, and nothing "
                   "else. Shown is only what PTStudio can use safely: weights as safetensors, of a known "
                   "architecture.")  # fmt: skip
        self.lay_out(label(about, "muted"), self._line(), self.states, self.details, downloads,
                     buttons=row(None, close),
                     growing=2)  # fmt: skip
        self.setMinimumSize(*LEAST_SIZE)
        self.show_ready()

    @property
    def is_offline(self) -> bool:
        """Whether it says that the network is forbidden."""
        return self._state is self.offline

    # ------------------------------------------------------------------ showing

    def show_ready(self) -> None:
        """Nothing was asked yet, or the question was taken back."""
        self._show(self.ready)
        self.words.setFocus()

    def ask_for(self, words: str) -> None:
        """Put these words into the field, and search unless the network is forbidden."""
        self.words.setText(words)
        self._search()

    def show_offline(self, *, is_always: bool) -> None:
        """The network is forbidden, here perhaps whatever the switch says."""
        self.offline.text.setText(" ".join(forbidden()) if is_always else leave_words())
        self.allow.setVisible(not is_always)
        self._show(self.offline)
        self.allow.setFocus()

    def show_searching(self) -> None:
        """The Hub has been asked."""
        self._show(self.searching)
        self.stop.setFocus()

    def show_stopping(self) -> None:
        """The question is being taken back."""
        self.stop.setEnabled(False)

    def show_failed(self, message: str, hint: str) -> None:
        """The Hub gave no answer."""
        self.failed.heading.setText(message)
        self.failed.text.setText(hint)
        self._show(self.failed)
        self.words.setFocus()

    def show_found(self, words: str, found: Sequence[Found]) -> None:
        """What was found for these words."""
        if not found:
            self.nothing.heading.setText(_nothing_words(words))
            self._show(self.nothing)
            self.words.setFocus()
            self.words.selectAll()
            return
        self._show(self.table)
        self.renew(found)
        self.table.select([found[0].model.asked])
        self.table.setFocus()

    def renew(self, found: Sequence[Found]) -> None:
        """The same models stand differently here."""
        self._found = {one.model.asked: one for one in found}
        self.table.show_rows([_row(one) for one in found])
        self._show_details()

    # ------------------------------------------------------------------ inside

    def _build_states(self, task: str) -> None:
        self.table = RowTable(
            tr("Models that were found"),
            (tr("Model"), tr("Licence"), tr("Downloads"), tr("Size"), tr("Last change"), tr("Here")),
            least=LEAST_NAME, lesser=(CHANGED, SIZE_COLUMN),
        )  # fmt: skip
        self.table.selected.connect(self._show_details)
        self.table.opened.connect(lambda _: self._get())
        self.ready = EmptyState(
            "search", tr("What are you looking for?"),
            tr("Type a part of a name, such as “vit”, “resnet” or “food”. Without any word, the models for “{task}” "
               "that are downloaded most are shown.", task=tr(task)),
        )  # fmt: skip
        self.nothing = EmptyState(
            "search", "",
            tr("Only names are searched, not descriptions. Try one word, or a part of one. What is made for another "
               "task, or needs program code of its own, is left out."),
        )  # fmt: skip
        self.failed = EmptyState("failed", "", "")
        self.allow = Button(tr("Allow the network"), "primary", "online")
        self.allow.clicked.connect(self.network_wanted)
        self.offline = EmptyState("offline", tr("The Hub cannot be asked while PTStudio is offline"), "", (self.allow,))
        self.searching = _searching()
        self.states = QStackedWidget()
        self._state: QWidget = self.ready
        self._order = (self.table, self.searching, self.ready, self.nothing, self.failed, self.offline)
        for state in self._order:
            self.states.addWidget(state)

    def _line(self) -> QHBoxLayout:
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("A part of a name"))
        self.words.setAccessibleName(tr("What the model's name holds"))
        self.words.returnPressed.connect(self._search)
        self.search = Button(tr("Search"), "plain", "search")
        self.search.clicked.connect(self._search)
        self.stop = Button(tr("Stop"), "plain", "stop")
        self.stop.clicked.connect(self.stopped)
        made = row(self.words, self.search, self.stop)
        made.setStretch(0, 1)
        return made

    def _show(self, state: QWidget) -> None:
        self._state = state
        self.states.setCurrentIndex(self._order.index(state))
        is_searching, is_offline = state is self.searching, state is self.offline
        self.words.setEnabled(not is_offline)
        self.search.setEnabled(not is_offline)
        self.search.setVisible(not is_searching)
        self.stop.setVisible(is_searching)
        self.stop.setEnabled(True)
        self._show_details()

    def _show_details(self) -> None:
        self.details.show_model(self._selected() if self._state is self.table else None)

    def _selected(self) -> Found | None:
        return next((self._found[key] for key in self.table.selected_keys() if key in self._found), None)

    def _search(self) -> None:
        if self.search.isVisible() and self.search.isEnabled():
            self.searched.emit(self.words.text().strip())

    def _get(self) -> None:
        found = self._selected()
        if found is not None and not found.key and found.arrived is None:
            self.wanted.emit(found)

    def _choose(self) -> None:
        found = self._selected()
        if found is not None:
            self.chosen.emit(found.key)


def _row(found: Found) -> Row:
    model = found.model
    icon_name, colour = hub_found.state_look(found)
    cells = (
        Cell(model.name),
        Cell(hub_found.short_licence(model), tip=hub_found.licence_words(model)),
        Cell(formats.count(model.downloads), order=-model.downloads),
        Cell(hub_found.size_words(model), order=model.size_mb or 0.0),
        Cell(hub_found.day_words(model)),
        Cell(hub_found.state_words(found), icon_name=icon_name, colour=colour, tip=hub_found.remark(found)),
    )
    return Row(model.asked, cells)


def _searching() -> QWidget:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedWidth(BAR_WIDTH)
    words = tr("Asking the Hub…")
    bar.setAccessibleName(words)
    heading = label(words, "heading")
    heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return card(None, heading, row(None, bar, None), None, gap=Space.medium)


def _nothing_words(words: str) -> str:
    if words:
        return tr("Nothing that PTStudio can use has “{words}” in its name", words=words)
    return tr("The Hub names nothing that PTStudio can use")
