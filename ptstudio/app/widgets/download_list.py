"""All downloads below each other; hidden while there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ptstudio.app.download_state import DownloadState
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.download_line import DownloadLine
from ptstudio.app.widgets.layout import column


class DownloadList(QFrame):
    """Each signal carries the key or repository of the download that a person wants something of."""

    pause_wanted = Signal(str)
    more_wanted = Signal(str)
    stop_wanted = Signal(str)
    token_wanted = Signal(str)
    dismissed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setAccessibleName(tr("Downloads"))
        self.lines: dict[str, DownloadLine] = {}
        self._column = column(gap=Space.medium, margin=Space.medium)
        self.setLayout(self._column)
        self.hide()

    def show_downloads(self, downloads: Sequence[DownloadState]) -> None:
        """Show how these stand by now, and no others."""
        asked = {download.wanted.asked for download in downloads}
        for gone in set(self.lines) - asked:
            made = self.lines.pop(gone)
            self._column.removeWidget(made)
            made.hide()
            made.deleteLater()
        for download in downloads:
            self._line_of(download).show_download(download)
        self.setVisible(bool(downloads))

    def _line_of(self, download: DownloadState) -> DownloadLine:
        asked = download.wanted.asked
        if asked not in self.lines:
            made = DownloadLine(download.wanted.title)
            made.pause_wanted.connect(lambda: self.pause_wanted.emit(asked))
            made.more_wanted.connect(lambda: self.more_wanted.emit(asked))
            made.stop_wanted.connect(lambda: self.stop_wanted.emit(asked))
            made.token_wanted.connect(lambda: self.token_wanted.emit(asked))
            made.dismissed.connect(lambda: self.dismissed.emit(asked))
            self.lines[asked] = made
            self._column.addWidget(made)
        return self.lines[asked]
