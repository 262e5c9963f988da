"""Getting models on the Model page: what is asked for, what is on its way, and what happens once it is here."""

from PySide6.QtCore import QObject

from ptstudio.app.download import Download
from ptstudio.app.download_state import Wanted
from ptstudio.app.getting import ask_and_get
from ptstudio.app.model_stock import ModelStock
from ptstudio.app.pages._model_choosing import ModelChoosing
from ptstudio.app.pages._page import Page
from ptstudio.app.widgets.model_details import ModelDetails
from ptstudio.app.widgets.model_rows import ModelRows


class ModelGetting(QObject):
    """What has come is handed to `choosing`."""

    def __init__(
        self, page: Page, stock: ModelStock, rows: ModelRows, details: ModelDetails, choosing: ModelChoosing
    ) -> None:
        super().__init__(page)
        self._page, self._stock, self._rows, self._details = page, stock, rows, details
        self._choosing, self._downloads = choosing, page.session.downloads
        self._downloads.changed.connect(self.show_arrived)
        self._downloads.arrived.connect(self._take)
        details.wanted.connect(self.get)

    def get(self, key: str) -> None:
        """Get a model that is not here yet, after asking."""
        listed = self._stock.find(key)
        if listed is not None and not listed.is_here:
            ask_and_get(self._page, self._page.session, Wanted.of(listed.model))

    def show_arrived(self) -> None:
        """Say in the list and in the details what is on its way."""
        arrived, held, selected = self._downloads.under_way, self._downloads.held, self._stock.selected
        if changed := self._stock.note_arrived(arrived, held):
            self._rows.renew(changed)
        for listed in changed:
            if listed.key == selected:
                self._details.renew(listed)
        download = self._downloads.find(selected)
        self._details.show_getting(
            is_under_way=selected in arrived and selected not in held,
            is_begun=download is not None and download.has_bytes,
        )

    def _take(self, download: Download) -> None:
        """Say that it is here, by the title that it has now; a person who is on the page waits for it."""
        listed = self._stock.find(download.key)
        title = listed.model.title if listed is not None else download.wanted.title
        self._choosing.take_new(download.key, title, is_waited_for=self._page.isVisible())
