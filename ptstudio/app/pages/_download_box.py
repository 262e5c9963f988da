"""The downloads of the session as a page shows them: what is clicked on them is done here."""

from collections.abc import Callable
from functools import partial

from ptstudio.app.download import Stand
from ptstudio.app.getting import ask_and_get
from ptstudio.app.pages._page import Page
from ptstudio.app.widgets.download_list import DownloadList
from ptstudio.app.widgets.token_dialog import TokenDialog


class DownloadBox(DownloadList):
    """Belongs to a page, where what goes wrong is told."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._downloads = page.session.downloads
        self._downloads.changed.connect(self._redraw)
        self.pause_wanted.connect(self._attempting(self._downloads.pause))
        self.more_wanted.connect(self._go_on)
        self.stop_wanted.connect(self._attempting(self._downloads.stop))
        self.dismissed.connect(self._downloads.dismiss)
        self.token_wanted.connect(self._ask_for_token)
        self._redraw()

    def _attempting(self, action: Callable[[str], None]) -> Callable[[str], None]:
        return lambda asked: self._page.attempt(partial(action, asked))

    def _redraw(self) -> None:
        self.show_downloads(self._downloads.all)

    def _go_on(self, asked: str) -> None:
        """Go on with one that is paused; ask before another attempt, since the network may be forbidden by now."""
        download = self._downloads.find(asked)
        if download is not None and download.stand is Stand.PAUSED:
            self._downloads.go_on(asked)
        elif download is not None:
            ask_and_get(self._page, self._page.session, download.wanted)

    def _ask_for_token(self, asked: str) -> None:
        """Have a person give a token, and try again with it."""
        download = self._downloads.find(asked)
        if download is None:
            return
        dialog = TokenDialog(self._page, download.wanted.title, download.wanted.source)
        dialog.accepted.connect(partial(self._downloads.go_on, asked))
        dialog.open()
