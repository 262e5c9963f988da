"""The model page: which pretrained network the training starts from, found among all that are known."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QCloseEvent, QGuiApplication
from typing_extensions import override

from ptstudio.app.background import Background
from ptstudio.app.change import Change, Topic
from ptstudio.app.download import Download, Wanted
from ptstudio.app.getting import ask_and_get
from ptstudio.app.hub_search import HubSearch
from ptstudio.app.model_advice import DataFacts, advise
from ptstudio.app.model_browsing import Listed, all_listed, dividing, loosening, shown, with_arrived
from ptstudio.app.model_comparison import MOST, compared
from ptstudio.app.model_data import data_facts
from ptstudio.app.model_fit import room_on
from ptstudio.app.pages._download_box import DownloadBox
from ptstudio.app.pages._model_ranking import ModelRanking
from ptstudio.app.pages._weights_page import WeightsPage
from ptstudio.app.translation import tr
from ptstudio.app.widgets.list_beside import ListBeside
from ptstudio.app.widgets.model_browser import ModelBrowser
from ptstudio.app.widgets.model_compare_line import CompareLine
from ptstudio.app.widgets.model_comparison_dialog import ModelComparisonDialog
from ptstudio.app.widgets.model_details import ModelDetails
from ptstudio.app.widgets.model_filters import ModelFilters
from ptstudio.app.widgets.own_weights import OwnWeights
from ptstudio.app.widgets.text import Button
from ptstudio.core.dataset import Split
from ptstudio.core.offline import is_offline
from ptstudio.library.library import Library


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
        self.suits = ModelRanking(self.session, self._ready, self)
        self.which = Button(tr("Which model suits my data?"), "plain", "try")
        self._actions.insertWidget(0, self.which)
        self.build_adding()
        self.filters, self.browser, self.details = ModelFilters(), ModelBrowser(), ModelDetails()
        self.compare_line, self.downloads = CompareLine(), DownloadBox(self)
        self.browser.show_look(self.session.preferences.model_look)
        self.filters.looks.choose(self.browser.look)
        self._connect()
        beside, own = ListBeside(self.browser, self.details), OwnWeights()
        own.file_wanted.connect(self.ask_for_file)
        own.folder_wanted.connect(self.ask_for_folder)
        self.hub_search = HubSearch(self.session, self)
        own.hub_wanted.connect(self.hub_search.open)
        for part in (self.adding, self.downloads, self.filters, beside, self.compare_line, own):
            self.body.addWidget(part)
        self.body.setStretch(3, 1)

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
        elif topic is Topic.PREFERENCES:
            self._show_details()
        self._allow_training()

    @override
    def command(self) -> str | None:
        listed = self._known.get(self._selected)
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
        self.filters.changed.connect(self._show_models)
        self.filters.look_chosen.connect(self._choose_look)
        self.browser.selected.connect(self._choose)
        self.browser.opened.connect(self._get)
        self.browser.order_wanted.connect(self.filters.choose_order)
        self.browser.loosened.connect(self.filters.loosen)
        self.browser.rows.ticked.connect(self._show_compared)
        self.browser.rows.refused.connect(self._refuse_tick)
        self.details.wanted.connect(self._get)
        self.session.downloads.changed.connect(self._show_getting)
        self.session.downloads.arrived.connect(self._take_arrived)
        self.details.copied.connect(self._copy_address)
        self.details.compared.connect(lambda is_wanted: self.browser.rows.tick(self._selected, is_wanted=is_wanted))
        self.compare_line.compare.clicked.connect(self._compare)
        self.compare_line.clear.clicked.connect(self.browser.rows.clear_ticks)

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
            self.suits.renew()

    def _ready(self) -> list[Listed]:
        return [listed for listed in self._known.values() if listed.can_start]

    def _advise(self) -> None:
        """Say what suits the data, once it is known which models there are."""
        if not self._known:
            return
        has_card = room_on(self.session.machine).is_card
        known, ranking = list(self._known.values()), self.suits.ranking
        self._advised = advise(known, self._data, has_card=has_card, ranking=ranking)
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
            self._show_getting()

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
        if self._can_start(key) and key != self.session.model:
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
        self.primary.setEnabled(not self._known or self._can_start(self._selected))
        if listed is not None and not listed.is_here:
            tip = tr("The weights of {title} are not on this machine yet.", title=listed.model.title)
        elif listed is not None and not listed.does_task:
            tip = tr("{title} is made for another task.", title=listed.model.title)
        else:
            tip = "" if self.session.revision else tr("Import data first: without it nothing can be trained.")
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

    # ------------------------------------------------------------------ getting

    def _get(self, key: str) -> None:
        listed = self._known.get(key)
        if listed is not None and not listed.is_here:
            ask_and_get(self, self.session, Wanted.of(listed.model))

    def _show_getting(self) -> None:
        """Say in the list and in the details what is on its way."""
        arrived = self.session.downloads.under_way
        changed = with_arrived(self._known.values(), arrived)
        if changed:
            self._known |= {listed.key: listed for listed in changed}
            self.browser.rows.renew(changed)
        is_begun = self.session.downloads.find(self._selected) is not None
        self.details.show_getting(is_under_way=self._selected in arrived, is_begun=is_begun)

    def _take_arrived(self, download: Download) -> None:
        """Start from what has arrived, unless a person has chosen something else or gone elsewhere meanwhile."""
        title, key = download.wanted.title, download.key
        if not self._can_start(key):
            self._say_other_task(title)
        elif self.isVisible() and self.session.model == download.before:
            self.filters.loosen("")
            self.session.choose_model(key)
            self.notice.show_message("good", tr("{title} is here, verified, and chosen.", title=title))
        else:
            choose = Button(tr("Start from it"), "plain", "model")
            choose.clicked.connect(partial(self.session.choose_model, key))
            self.notice.show_message("good", tr("{title} is here and verified.", title=title), actions=(choose,))

    # ------------------------------------------------------------------ adding

    @override
    def show_added(self, key: str, is_new: bool) -> None:
        if not self._can_start(key):
            self._say_other_task(key)
            return
        self.filters.loosen("")
        self.session.choose_model(key)
        words = tr("“{key}” is in the library now, and chosen.", key=key)
        known = tr("“{key}” was in the library already. It is chosen now.", key=key)
        self.notice.show_message("good", words if is_new else known)
        self.browser.take_focus()

    def _can_start(self, key: str) -> bool:
        return key in self._known and self._known[key].can_start

    def _say_other_task(self, name: str) -> None:
        words = tr("“{key}” is in the library now.", key=name)
        self.notice.show_message("info", words, tr("It is made for another task than this one."))

    def _copy_address(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)
        words = tr("Open it in a browser, save the file, and add it here.")
        self.notice.show_message("info", tr("Copied: {address}", address=address), words)
        self.ensureWidgetVisible(self.notice)
