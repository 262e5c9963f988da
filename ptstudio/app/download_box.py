"""The downloads of the session, shown on a page or in a dialog: what is clicked on them is done here."""

from collections.abc import Callable
from functools import partial

from ptstudio.app.download_state import Stand
from ptstudio.app.getting import ask_and_get
from ptstudio.app.session import Session
from ptstudio.app.widgets.download_list import DownloadList
from ptstudio.app.widgets.token_dialog import TokenDialog
from ptstudio.core.errors import PTStudioError
from ptstudio.core.offline import is_offline


class DownloadBox(DownloadList):
    """All of them, or only those that come `from_hub`; what goes wrong at a click, the session tells."""

    def __init__(self, session: Session, *, from_hub: bool = False) -> None:
        super().__init__()
        self._session, self._from_hub = session, from_hub
        self._downloads = session.downloads
        self._downloads.changed.connect(self._redraw)
        self.pause_wanted.connect(self._attempting(self._downloads.pause))
        self.more_wanted.connect(self._go_on)
        self.stop_wanted.connect(self._attempting(self._downloads.stop))
        self.dismissed.connect(self._downloads.dismiss)
        self.token_wanted.connect(self._ask_for_token)
        self._redraw()

    def _attempting(self, action: Callable[[str], None]) -> Callable[[str], None]:
        def attempt(asked: str) -> None:
            try:
                action(asked)
            except PTStudioError as error:
                self._session.failed.emit(error)

        return attempt

    def _redraw(self) -> None:
        states = [one.state for one in self._downloads.all]
        self.show_downloads([one for one in states if "/" in one.wanted.asked or not self._from_hub])

    def _go_on(self, asked: str) -> None:
        """Go on with one that is paused; ask before another attempt, and where the network is forbidden by now."""
        download = self._downloads.find(asked)
        if download is not None and download.stand is Stand.PAUSED and not is_offline():
            self._downloads.go_on(asked)
        elif download is not None:
            ask_and_get(self, self._session, download.wanted)

    def _ask_for_token(self, asked: str) -> None:
        """Have a person give a token, and try again with it."""
        download = self._downloads.find(asked)
        if download is None:
            return
        dialog = TokenDialog(self, download.wanted.title, download.wanted.source)
        dialog.accepted.connect(partial(self._downloads.go_on, asked))
        dialog.open()
