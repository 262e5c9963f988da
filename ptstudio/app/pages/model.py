"""The model page: which pretrained network the training starts from, found among all that are known."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.model_advice import DataFacts, advise
from ptstudio.app.model_browsing import Listed, all_listed, dividing, loosening, shown
from ptstudio.app.model_comparison import MOST, compared
from ptstudio.app.model_data import data_facts
from ptstudio.app.model_fit import room_on
from ptstudio.app.pages._weights_page import WeightsPage
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, row
from ptstudio.app.widgets.model_browser import ModelBrowser
from ptstudio.app.widgets.model_compare_line import CompareLine
from ptstudio.app.widgets.model_comparison_dialog import ModelComparisonDialog
from ptstudio.app.widgets.model_details import ModelDetails
from ptstudio.app.widgets.model_filters import ModelFilters
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.dataset import Split
from ptstudio.core.offline import is_offline
from ptstudio.library.library import Library

SHARES = (58, 42)
LEAST_LIST, LEAST_DETAILS, LEAST_HEIGHT = 360, 300, 260


class ModelPage(WeightsPage):
    """The list at the left, what is known of the selected model at the right; selecting one that is here chooses it."""

    key = "model"

    @override
    def title(self) -> str:
        return tr("Choose a pretrained model")

    @override
    def sentence(self) -> str:
        return tr("A network that has already learned to see; your training starts from what it knows.")

    @override
    def build(self) -> None:
        self._known: dict[str, Listed] = {}
        self._advised: Mapping[str, str] = {}
        self._data: DataFacts | None = None
        self._selected, self._task = "", self.session.task
        self._listing, self._reading = Background(self, threads=1), Background(self, threads=1)
        self.set_primary(tr("Train with this model"), "train", lambda: self.leave_for.emit("train"))
        self.build_adding()
        self.filters, self.browser, self.details = ModelFilters(), ModelBrowser(), ModelDetails()
        self.compare_line = CompareLine()
        self.browser.show_look(self.session.preferences.model_look)
        self.filters.looks.choose(self.browser.look)
        self._connect()
        for part in (self.adding, self.filters, self._beside(), self.compare_line, self._adding_line()):
            self.body.addWidget(part)
        self.body.setStretch(2, 1)

    @override
    def update_for(self, change: Change | None) -> None:
        topic = change.topic if change is not None else None
        if topic in (None, Topic.PROJECT, Topic.DATA):
            self._look_at_data()
        if topic is None:
            self._listing.do(self._stock(), self._take_stock)
        elif topic is Topic.LIBRARY or self._task != self.session.task:
            self._take_stock(self._stock()())
        elif topic in (Topic.PROJECT, Topic.DATA):
            self._advise()
        if topic in (None, Topic.PROJECT, Topic.MODEL, Topic.SHOWN_RUN):
            self._select(self.session.model)
        self._allow_training()

    @override
    def command(self) -> str | None:
        return "ptstudio models"

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is being read end."""
        self._listing.wait()
        self._reading.wait()
        super().closeEvent(event)

    def _connect(self) -> None:
        self.filters.changed.connect(self._show_models)
        self.filters.look_chosen.connect(self._choose_look)
        self.browser.selected.connect(self._choose)
        self.browser.order_wanted.connect(self.filters.choose_order)
        self.browser.loosened.connect(self.filters.loosen)
        self.browser.rows.ticked.connect(self._show_compared)
        self.browser.rows.refused.connect(self._refuse_tick)
        self.details.copied.connect(self._copy_address)
        self.details.compared.connect(lambda is_wanted: self.browser.rows.tick(self._selected, is_wanted=is_wanted))
        self.compare_line.compare.clicked.connect(self._compare)
        self.compare_line.clear.clicked.connect(self.browser.rows.clear_ticks)

    def _beside(self) -> QSplitter:
        """List and details, as high as the window leaves room for."""
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setChildrenCollapsible(False)
        made.setHandleWidth(Space.medium)
        made.setStyleSheet("QSplitter::handle { background: transparent; }")
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.browser.setMinimumSize(LEAST_LIST, LEAST_HEIGHT)
        self.details.setMinimumWidth(LEAST_DETAILS)
        for place, part in enumerate((self.browser, self.details)):
            made.addWidget(part)
            made.setStretchFactor(place, SHARES[place])
        made.setSizes([10 * share for share in SHARES])
        return made

    def _adding_line(self) -> QFrame:
        self.add_file, self.add_folder = (
            Button(tr("Add a file…"), "plain", "file"),
            Button(tr("Add a folder…"), "plain", "open"),
        )
        self.add_file.clicked.connect(self.ask_for_file)
        self.add_folder.clicked.connect(self.ask_for_folder)
        words = tr("Have weights of your own? Drop a .pth, .pt or .safetensors file, or a folder in Hugging Face "
                   "format, anywhere on this page. Nothing in them is ever run.")  # fmt: skip
        inside = row(label(words, "muted"), self.add_file, self.add_folder, margin=Space.small)
        inside.setStretch(0, 1)
        return boxed(inside, "drop")

    # ------------------------------------------------------------------ showing

    def _stock(self) -> Callable[[], list[Listed]]:
        """What lists all models: those on this machine and those that are only known."""
        self._task = self.session.task
        return partial(all_listed, self.session.task, Library.standard(), room_on(self.session.machine))

    def _take_stock(self, known: object) -> None:
        """Show what is known by now; at first it comes from a thread, since a large library takes a while to read."""
        self._listing.drop()
        if isinstance(known, list):
            self._known = {listed.key: listed for listed in known}
            self.filters.offer_only(dividing(known))
            self._advise()

    def _advise(self) -> None:
        """Say what suits the data, once it is known which models there are."""
        if not self._known:
            return
        has_card = room_on(self.session.machine).is_card
        self._advised = advise(list(self._known.values()), self._data, has_card=has_card)
        self._show_models()
        self._show_details()
        self._allow_training()

    def _show_models(self) -> None:
        known, wanted = list(self._known.values()), self.filters.filters
        found = shown(known, wanted, self.filters.order, self._advised)
        self.browser.show_models(found, self._advised, self.filters.order)
        if len(found) == len(known):
            self.browser.measure()
        if not found:
            hidden = loosening(known, wanted)
            self.browser.none_found.offer([(name, self.filters.words_of(name), count) for name, count in hidden])
        here = sum(listed.is_here for listed in found)
        self.filters.count.setText(tr("{shown} of {all}, {here} ready", shown=len(found), all=len(known), here=here))

    def _show_details(self) -> None:
        listed = self._known.get(self._selected)
        self.details.setVisible(listed is not None)
        if listed is not None:
            advice = self._advised.get(listed.key, "")
            is_chosen = listed.key == self.session.model
            self.details.show_model(listed, advice, is_chosen=is_chosen, is_offline=is_offline())
            self.details.show_compared(listed.key in self.browser.rows.to_compare)

    def _look_at_data(self) -> None:
        """Find out what counts of the data for choosing a model; how large the pictures are is read beside."""
        project, revision = self.session.project, self.session.revision
        self._reading.drop()
        self._data = None
        if project is not None and revision is not None:
            self._data = DataFacts(revision.counts.totals.get(Split.TRAIN, 0))
            self._reading.do(partial(data_facts, project, revision), self._take_data)

    def _take_data(self, facts: object) -> None:
        if isinstance(facts, DataFacts) and facts != self._data:
            self._data = facts
            self._advise()

    # ------------------------------------------------------------------ choosing

    def _choose(self, key: str) -> None:
        """Show a model that a person has selected, and start from it if its weights are here."""
        self._selected = key
        listed = self._known.get(key)
        if listed is not None and listed.is_here and key != self.session.model:
            self.session.choose_model(key)
        else:
            self._show_details()
        self._allow_training()

    def _select(self, key: str) -> None:
        """Show the model that is chosen, wherever that was done."""
        self._selected = key
        self.browser.rows.mark_chosen(self.session.model)
        self.browser.select(key)
        self._show_details()

    def _choose_look(self, look: str) -> None:
        self.browser.show_look(look)
        self.session.preferences.model_look = look

    def _allow_training(self) -> None:
        if self.primary is None:
            return
        listed = self._known.get(self._selected)
        self.primary.setEnabled(not self._known or (listed is not None and listed.is_here))
        if listed is not None and not listed.is_here:
            tip = tr("The weights of {title} are not on this machine yet.", title=listed.model.title)
        else:
            has_data = self.session.revision is not None
            tip = "" if has_data else tr("Import data first: without it nothing can be trained.")
        self.primary.setToolTip(tip)

    # ------------------------------------------------------------------ comparing

    def _show_compared(self) -> None:
        keys = [key for key in self.browser.rows.to_compare if key in self._known]
        self.compare_line.show_titles([self._known[key].model.title for key in keys])
        self.details.show_compared(self._selected in keys)

    def _refuse_tick(self) -> None:
        self.details.show_compared(self._selected in self.browser.rows.to_compare)
        self.notice.show_message("info", tr("At most {count} models can be compared.", count=MOST),
                                 tr("Clear one of the ticks first."))  # fmt: skip
        self.ensureWidgetVisible(self.notice)

    def _compare(self) -> None:
        models = [self._known[key] for key in self.browser.rows.to_compare if key in self._known]
        ModelComparisonDialog(self, [listed.model.title for listed in models], compared(models)).open()

    # ------------------------------------------------------------------ adding

    @override
    def show_added(self, key: str, is_new: bool) -> None:
        self.filters.loosen("")
        self.session.choose_model(key)
        if key not in self._known:
            self.notice.show_message(
                "info", tr("“{key}” is in the library now.", key=key), tr("It is made for another task than this one.")
            )
            return
        words = tr("“{key}” is in the library now, and chosen.", key=key)
        known = tr("“{key}” was in the library already. It is chosen now.", key=key)
        self.notice.show_message("good", words if is_new else known)
        self.browser.take_focus()

    def _copy_address(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        self.notice.show_message(
            "info",
            tr("Copied: {address}", address=address),
            tr("Open it in a browser, save the file, and add it here. PTStudio itself fetches nothing."),
        )
        self.ensureWidgetVisible(self.notice)
