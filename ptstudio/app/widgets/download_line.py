"""One download: its title, how it stands, its bar, and what can be done about it; it does nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QWidget

from ptstudio.app.download import Download, Stand, percent
from ptstudio.app.download_words import standing
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, IconButton, label, set_role

BUTTONS_WIDTH = 210
"""As wide as the usual two, so that the bars below each other end at the same place."""
_ENDLESS = (Stand.LOOKING_UP, Stand.ADDING, Stand.STOPPING)
_CAN_STOP = (Stand.WAITING, Stand.LOOKING_UP, Stand.GETTING, Stand.PAUSED, Stand.ADDING)
_CAN_GO_ON = (Stand.PAUSED, Stand.STOPPED, Stand.FAILED)


class DownloadLine(QWidget):
    """Each signal says what a person wants of it."""

    pause_wanted = Signal()
    more_wanted = Signal()
    stop_wanted = Signal()
    token_wanted = Signal()
    dismissed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._name = title
        self._details = ""
        self.title, self.words = ElidedLabel(title, "heading"), label("", "muted")
        self.words.setWordWrap(False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of getting {title}", title=title))
        self.failure, self.hint = label("", "bad", is_selectable=True), label("", is_selectable=True)
        self.turn, self.stop = Button("", "plain", "pause"), Button(tr("Stop"), "plain", "stop")
        self.stop.setToolTip(tr("What has arrived is kept for the next time."))
        self.token = Button(tr("Give a token…"), "plain", "settings")
        self.copy = Button(tr("Copy details"), "quiet", "copy")
        self.close_button = IconButton("close", tr("Take {title} off the list", title=title))
        self._connect()
        head = row(self.title, self.words, gap=Space.medium)
        head.setStretch(0, 1)
        said = column(head, self.bar, self.failure, self.hint, gap=Space.tight)
        buttons = QWidget()
        buttons.setMinimumWidth(BUTTONS_WIDTH)
        buttons.setLayout(row(None, self.turn, self.stop, self.token, self.copy, self.close_button))
        inside = row(said, buttons, gap=Space.large)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def show_download(self, download: Download) -> None:
        """Show how it stands by now."""
        stand, failure = download.stand, download.failure
        has_failed = stand is Stand.FAILED and failure is not None
        self._details = failure.details if has_failed and failure is not None else ""
        said = standing(download)
        self.words.setText(tr("failed") if has_failed else said)
        set_role(self.words, "bad" if has_failed else "muted")
        self.failure.setText(said if has_failed else "")
        self.hint.setText(tr(failure.hint) if has_failed and failure is not None else "")
        for part in (self.failure, self.hint, self.copy):
            part.setVisible(has_failed)
        self.token.setVisible(has_failed and failure is not None and failure.wants_token)
        self.setAccessibleName(f"{self._name}: {said}")
        self._show_bar(download)
        self._show_turn(stand)
        self.stop.setVisible(stand in _CAN_STOP)
        self.close_button.setVisible(stand in (Stand.STOPPED, Stand.FAILED))

    def _show_bar(self, download: Download) -> None:
        """The bar moves to and fro where the end is not known."""
        self.bar.setVisible(download.stand is not Stand.FAILED)
        self.bar.setRange(0, 0 if download.stand in _ENDLESS else 100)
        self.bar.setValue(percent(download.progress))

    def _show_turn(self, stand: Stand) -> None:
        """One button for pausing and for going on, so that the keyboard stays on it."""
        look = {Stand.PAUSED: (tr("Continue"), "play"), Stand.STOPPED: (tr("Continue"), "play"),
                Stand.FAILED: (tr("Try again"), "undo")}  # fmt: skip
        words, icon_name = look.get(stand, (tr("Pause"), "pause"))
        if self.turn.text() != words:
            self.turn.setText(words)
            self.turn.set_icon(icon_name)
        self.turn.setAccessibleName(tr("{action} {title}", action=words, title=self._name))
        self.turn.setVisible(stand is Stand.GETTING or stand in _CAN_GO_ON)

    def _connect(self) -> None:
        self.stop.setAccessibleName(tr("Stop {title}", title=self._name))
        self.turn.clicked.connect(self._take_turn)
        self.stop.clicked.connect(self.stop_wanted)
        self.token.clicked.connect(self.token_wanted)
        self.copy.clicked.connect(self._copy_details)
        self.close_button.clicked.connect(self.dismissed)

    def _take_turn(self) -> None:
        (self.pause_wanted if self.turn.text() == tr("Pause") else self.more_wanted).emit()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.failure.text()}\n{self.hint.text()}\n\n{self._details}")
