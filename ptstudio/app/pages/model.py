"""The model page: which pretrained network the training starts from, found among all that are known."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QCloseEvent, QGuiApplication
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.download_box import DownloadBox
from ptstudio.app.hub_search import HubSearch
from ptstudio.app.model_advice import DataFacts, advise, best_first
from ptstudio.app.model_browsing import Listed, all_listed, dividing, loosening, shown
from ptstudio.app.model_data import data_facts
from ptstudio.app.model_fit import room_on
from ptstudio.app.model_stock import ModelStock
from ptstudio.app.pages._model_choosing import ModelChoosing
from ptstudio.app.pages._model_comparing import ModelComparing
from ptstudio.app.pages._model_getting import ModelGetting
from ptstudio.app.pages._model_ranking import ModelRanking
from ptstudio.app.pages._weights_page import WeightsPage
from ptstudio.app.translation import tr
from ptstudio.app.widgets.fault_notice import FaultNotice
from ptstudio.app.widgets.list_beside import ListBeside
from ptstudio.app.widgets.model_browser import ModelBrowser
from ptstudio.app.widgets.model_details import ModelDetails
from ptstudio.app.widgets.model_filters import ModelFilters
from ptstudio.app.widgets.own_weights import OwnWeights
from ptstudio.app.widgets.text import Button
from ptstudio.core.dataset import Split
from ptstudio.core.offline import is_offline
from ptstudio.library.faults import faults
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks


class ModelPage(WeightsPage):
    """The list at the left, what is known of the selected model at the right; above them, which one is chosen."""

    key = "model"

    @override
    def title(self) -> str:
        return tr("Choose a pretrained model")

    @override
    def sentence(self) -> str:
        return tr("A network that has learned from very many samples before; your training starts from what it knows.")

    @override
    def build(self) -> None:
        self.stock = ModelStock()
        self._best_first: Sequence[str] = ()
        self._wanted = self._marked = ""
        self._data: DataFacts | None = None
        self._task = self.session.task
        self._listing, self._reading = Background(self, threads=1), Background(self, threads=1)
        self.set_primary(tr("Go on to training"), "train", lambda: self.leave_for.emit("train"))
        self.suits = ModelRanking(self.session, lambda: self.stock.ready, self)
        self.which = Button(tr("Which model suits my data?"), "plain", "try")
        self._actions.insertWidget(0, self.which)
        self.build_adding()
        self.filters, self.browser, self.details = ModelFilters(), ModelBrowser(), ModelDetails()
        self.choosing = ModelChoosing(self, self.stock)
        self.comparing = ModelComparing(self, self.stock, self.browser.rows, self.details, self.choosing)
        self.getting = ModelGetting(self, self.stock, self.browser.rows, self.details, self.choosing)
        self.downloads = DownloadBox(self.session)
        self.browser.show_look(self.session.preferences.model_look)
        self.filters.looks.choose(self.browser.look)
        self._connect()
        beside, own = ListBeside(self.browser, self.details), OwnWeights()
        own.file_wanted.connect(self.ask_for_file)
        own.folder_wanted.connect(self.ask_for_folder)
        self.hub_search = HubSearch(self.session, self)
        own.hub_wanted.connect(self.hub_search.open)
        self.browser.hub_wanted.connect(self.hub_search.look_for)
        self.faults = FaultNotice()
        for part in (self.faults, self.adding, self.downloads, self.filters, self.choosing.line, beside,
                     self.comparing.line, own):  # fmt: skip
            self.body.addWidget(part)
        self.body.setStretchFactor(beside, 1)

    @override
    def update_for(self, change: Change | None) -> None:
        topic = change.topic if change is not None else None
        if topic in (None, Topic.PROJECT, Topic.DATA):
            self._look_at_data()
        if topic is None:
            self._listing.do(self._reading_stock(), self._take_stock)
        elif topic is Topic.LIBRARY or self._task != self.session.task:
            self._take_stock(self._reading_stock()())
        elif topic in (Topic.PROJECT, Topic.DATA):
            self._advise()
        if topic in (None, Topic.PROJECT, Topic.MODEL, Topic.SHOWN_RUN):
            self._follow_choice(is_new_project=topic is Topic.PROJECT)
        elif topic is Topic.PREFERENCES:
            self._show_details()
        self._allow_training()
        self.which.setVisible(all_tasks()[self.session.task].ranks_models)

    @override
    def command(self) -> str | None:
        listed = self.stock.shown
        return "ptstudio models" if listed is None or listed.is_here else f"ptstudio models get {listed.key}"

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is being read end."""
        self.hub_search.close()
        self._listing.wait()
        self._reading.wait()
        super().closeEvent(event)

    def _connect(self) -> None:
        self.which.clicked.connect(lambda: self.suits.open_for(self.browser.rows.to_compare))
        self.suits.used.connect(lambda words: self.notice.show_message("good", words))
        self.suits.ranked.connect(self._advise)
        self.filters.changed.connect(self._filter)
        self.filters.look_chosen.connect(self._choose_look)
        self.browser.selected.connect(self._look_at)
        self.browser.opened.connect(self._open)
        self.browser.order_wanted.connect(self.filters.choose_order)
        self.browser.loosened.connect(self.filters.loosen)
        self.details.copied.connect(self._copy_address)
        self.details.chosen.connect(self._choose)
        self.comparing.wanted.connect(self.getting.get)
        self.choosing.line.show_wanted.connect(self._show_chosen)

    # ------------------------------------------------------------------ showing

    def _reading_stock(self) -> Callable[[], list[Listed]]:
        """What lists all models: those on this machine and those that are only known."""
        self._task = self.session.task
        return partial(all_listed, self.session.task, Library.standard(), room_on(self.session.machine))

    def _take_stock(self, known: object) -> None:
        """Show what is known by now; at first it comes from a thread, since a large library takes a while to read."""
        self._listing.drop()
        if isinstance(known, list):
            self.stock.take(known)
            self.faults.show_faults([fault for fault in faults(Library.standard()) if fault.is_absent])
            self.filters.offer_only(dividing(known))
            self._advise()
            self.suits.renew()

    def _advise(self) -> None:
        """Say what suits the data, once it is known which models there are."""
        if not self.stock.all:
            return
        has_card = room_on(self.session.machine).is_card
        known, data, ranking = self.stock.all, self._data, self.suits.ranking
        advised = advise(known, data, has_card=has_card, ranking=ranking)
        self._best_first = best_first(known, advised, data, has_card=has_card, ranking=ranking)
        self.choosing.advised = advised
        self._show_models()
        self.choosing.propose()

    def _filter(self) -> None:
        """Show what is wanted now, from the top."""
        self._show_models()
        self.browser.show_top()

    def _show_models(self) -> None:
        known, wanted = self.stock.all, self.filters.filters
        found = shown(known, wanted, self.filters.order, self._best_first)
        self.browser.show_models(found, self.choosing.advised, self.filters.order)
        count = sum(listed.does_task for listed in known) if wanted.this_task else len(known)
        if len(found) == count:
            self.browser.measure()
        if not found:
            hidden = loosening(known, wanted)
            self.browser.none_found.offer([(name, self.filters.words_of(name), count) for name, count in hidden],
                                          wanted.words.strip())  # fmt: skip
        here = sum(listed.is_here for listed in found)
        self.filters.count.setText(tr("{shown} of {all}, {here} ready", shown=len(found), all=count, here=here))
        self._show_selected()

    def _show_details(self) -> None:
        listed = self.stock.shown
        self.details.setVisible(listed is not None)
        if listed is not None:
            advice = self.choosing.advised.get(listed.key)
            self.details.show_model(listed, advice, self.choosing.choice, is_offline=is_offline())
            self.comparing.show_details()
            self.getting.show_arrived()

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

    def _look_at(self, key: str) -> None:
        """Show the details of a model that a person has selected."""
        self._wanted = key
        self._show_selected()

    def _open(self, key: str) -> None:
        """Start from a model, or get it first."""
        if self.stock.can_start(key):
            self._choose(key)
        else:
            self.getting.get(key)

    def _choose(self, key: str) -> None:
        self.choosing.choose(key)
        self.browser.take_focus()

    def _follow_choice(self, *, is_new_project: bool) -> None:
        """Mark the model that is chosen, wherever that was done; show it, unless a person looks at another one that a
        proposal must not take away.
        """
        key = self.session.model
        is_new = is_new_project or key != self._marked
        if is_new and (is_new_project or self.session.is_model_chosen or self._wanted == self._marked):
            self._wanted = key
        self._marked = key
        self.browser.rows.mark_chosen(key)
        self._show_selected()
        if is_new and self._wanted == key:
            self.browser.reveal()

    def _show_chosen(self) -> None:
        """Select the chosen model, and take away what hides it."""
        self._wanted = self.session.model
        if self._wanted not in self.browser.shown_keys():
            self.filters.loosen("")
        self._show_selected()
        self.browser.reveal()

    def _show_selected(self) -> None:
        """Select what a person wants to see; where that is not shown, the first that is."""
        keys = self.browser.shown_keys()
        self.stock.selected = self._wanted if self._wanted in keys else next(iter(keys), "")
        self.browser.select(self.stock.selected)
        self._show_details()
        self.choosing.show_line(is_hidden=self.session.model not in keys)
        self._allow_training()

    def _choose_look(self, look: str) -> None:
        self.browser.show_look(look)
        self.session.preferences.model_look = look

    def _allow_training(self) -> None:
        if self.primary is None:
            return
        choice = self.choosing.choice
        self.primary.setEnabled(not self.stock.all or choice.can_start)
        no_data = tr("Import data first: without it nothing can be trained.")
        self.primary.setToolTip(no_data if choice.can_start and self.session.revision is None else choice.words)

    # ------------------------------------------------------------------ adding

    @override
    def show_added(self, key: str, is_new: bool) -> None:
        self._wanted = key
        self._show_selected()
        self.choosing.take_new(key, f"“{key}”", is_waited_for=True)
        self.browser.reveal()
        self.browser.take_focus()

    def _copy_address(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        words = tr("Open it in a browser, save the file, and add it here.")
        self.notice.show_message("info", tr("Copied: {address}", address=address), words)
        self.ensureWidgetVisible(self.notice)
