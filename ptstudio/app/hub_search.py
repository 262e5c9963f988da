"""Searching the Hub from the window: a worker asks, a dialog shows, and what is wanted goes to the downloads."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ptstudio.app import hub_found
from ptstudio.app.change import Change, Topic
from ptstudio.app.chore import Chore
from ptstudio.app.download_box import DownloadBox
from ptstudio.app.download_state import UNDER_WAY, Wanted, percent
from ptstudio.app.getting import ask_and_get
from ptstudio.app.hub_found import Found
from ptstudio.app.network_switch import switch_offline
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.widgets.hub_search_dialog import HubSearchDialog
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import SearchJob
from ptstudio.core.offline import is_always_offline, is_offline
from ptstudio.library.downloading.found_model import FoundModel
from ptstudio.library.entry import Entry
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks


class HubSearch(QObject):
    """One dialog at a time, beside which the window stays usable; closing it takes the question back."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent
        self.dialog: HubSearchDialog | None = None
        self._words = ""
        self._next: str | None = None
        self._hub = ""
        self._models: list[FoundModel] = []
        self._entries: list[Entry] = []
        self._shown: list[Found] = []
        self._chore = Chore(session, self)
        self._chore.done.connect(self._take)
        self._chore.failed.connect(self._fail)
        self._chore.stopped.connect(self._take_back)
        session.changed.connect(self._follow)
        session.downloads.changed.connect(self._renew)

    def open(self) -> None:
        """Show the dialog, or bring it to the front."""
        if self.dialog is None:
            self.dialog = HubSearchDialog(
                self._window, all_tasks()[self._session.task].title, DownloadBox(self._session, from_hub=True)
            )
            self.dialog.searched.connect(self._search)
            self.dialog.stopped.connect(self._stop)
            self.dialog.network_wanted.connect(self._allow)
            self.dialog.wanted.connect(self._get)
            self.dialog.chosen.connect(self._session.choose_model)
            self.dialog.finished.connect(self._leave)
            self._look_at_network()
        self.dialog.show()
        self.dialog.activateWindow()

    def look_for(self, words: str) -> None:
        """Show the dialog, and ask for these words if the network may be used."""
        self.open()
        if self.dialog is not None:
            self.dialog.ask_for(words)

    def close(self) -> None:
        """Close the dialog, if it is open."""
        if self.dialog is not None:
            self.dialog.close()

    # ------------------------------------------------------------------ asking

    def _search(self, words: str) -> None:
        """Ask at once, or as soon as the worker that is still being stopped has gone."""
        if self.dialog is not None:
            self.dialog.show_searching()
        if self._chore.is_busy:
            self._next = words
            return
        self._words = words
        try:
            self._chore.start(SearchJob(task=self._session.task, words=words))
        except PTStudioError as error:
            self._show_failure(error.message, error.hint)

    def _stop(self) -> None:
        """Take the question back."""
        self._next = None
        if self.dialog is not None:
            self.dialog.show_stopping()
        try:
            self._chore.stop()
        except PTStudioError as error:
            self._show_failure(error.message, error.hint)

    def _leave(self) -> None:
        self.dialog = None
        self._models, self._shown = [], []
        self._stop()

    def _take(self, result: dict[str, Any]) -> None:
        if self._goes_on() or self.dialog is None:
            return
        self._hub = str(result["hub"])
        self._models = [FoundModel.model_validate(one) for one in result["models"]]
        self._entries = Library.standard().models()
        self._shown = self._standing()
        self.dialog.show_found(self._words, self._shown)

    def _fail(self, failure: RunFailed) -> None:
        if not self._goes_on():
            self._show_failure(tr(failure.message), tr(failure.hint))

    def _take_back(self) -> None:
        if not self._goes_on():
            self._look_at_network()

    def _goes_on(self) -> bool:
        """Whether there is another question already; what was heard of the last one is of no interest then."""
        words, self._next = self._next, None
        if words is not None:
            self._search(words)
        return words is not None

    def _show_failure(self, message: str, hint: str) -> None:
        if self.dialog is None:
            return
        if is_offline():
            self._look_at_network()
        else:
            self.dialog.show_failed(message, hint)

    # ------------------------------------------------------------------ what is around it

    def _look_at_network(self) -> None:
        if self.dialog is None:
            return
        if is_offline():
            self.dialog.show_offline(is_always=is_always_offline())
        else:
            self.dialog.show_ready()

    def _allow(self) -> None:
        try:
            switch_offline(self._session, is_wanted=False)
        except PTStudioError as error:
            self._session.failed.emit(error)

    def _follow(self, change: Change) -> None:
        """The switch was turned, or the library holds something else."""
        if self.dialog is None:
            return
        if change.topic is Topic.PREFERENCES and is_offline() != self.dialog.is_offline and not self._chore.is_busy:
            self._look_at_network()
        elif change.topic is Topic.LIBRARY and self._models:
            self._entries = Library.standard().models()
            self._renew()

    def _renew(self) -> None:
        """Say anew how the models stand that were found, where that has changed."""
        if self.dialog is None or not self._models:
            return
        shown = self._standing()
        if shown != self._shown:
            self._shown = shown
            self.dialog.renew(shown)

    def _standing(self) -> list[Found]:
        downloads = self._session.downloads.all
        arrived = {one.wanted.asked: percent(one.progress) for one in downloads if one.stand in UNDER_WAY}
        return hub_found.standing(self._models, self._entries, arrived)

    def _get(self, found: Found) -> None:
        """Hand over to the downloads, under the revision that was found."""
        model, source = found.model, f"{self._hub}/{found.model.name}"
        wanted = Wanted(model.asked, model.name, model.licence, source, model.size_mb, model.is_gated)
        if self.dialog is not None:
            ask_and_get(self.dialog, self._session, wanted)
