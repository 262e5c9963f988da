"""One download: its title, how it stands, its bar, and what can be done about it; it does nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QProgressBar, QWidget

from ptstudio.app.download_state import DownloadState, Stand, percent
from ptstudio.app.download_words import is_connecting, standing, what_helps
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, IconButton, label, set_role

BUTTONS_WIDTH = 210
"""As wide as the usual two, so that the bars below each other end at the same place."""
_ENDLESS = (Stand.LOOKING_UP, Stand.ADDING, Stand.STOPPING)
_CAN_STOP = (Stand.WAITING, Stand.LOOKING_UP, Stand.GETTING, Stand.PAUSED, Stand.ADDING)
_CAN_GO_ON = (Stand.PAUSED, Stand.STOPPED, Stand.CUT_OFF, Stand.FAILED)


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

    def show_download(self, download: DownloadState) -> None:
        """Show how it stands by now."""
        stand, said = download.stand, standing(download)
        failure = download.failure if stand is Stand.FAILED else None
        self.words.setText(said if failure is None else tr("failed"))
        set_role(self.words, "muted" if failure is None else "bad")
        if failure is not None:
            self._details = failure.details
            self.failure.setText(said)
            self.hint.setText(what_helps(download))
        for part in (self.failure, self.hint, self.copy):
            part.setVisible(failure is not None)
        self.token.setVisible(failure is not None and failure.wants_token)
        self.setAccessibleName(f"{self._name}: {said}")
        self._show_bar(download)
        self._show_turn(stand)
        self.stop.setVisible(stand in _CAN_STOP)
        self.close_button.setVisible(stand in (Stand.STOPPED, Stand.CUT_OFF, Stand.FAILED))

    def _show_bar(self, download: DownloadState) -> None:
        """The bar moves to and fro where the end is not known."""
        self.bar.setVisible(download.stand is not Stand.FAILED)
        is_endless = download.stand in _ENDLESS or is_connecting(download)
        self.bar.setRange(0, 0 if is_endless else 100)
        self.bar.setValue(percent(download.progress))

    def _show_turn(self, stand: Stand) -> None:
        """One button for pausing and for going on, so that the keyboard stays on it."""
        look = {Stand.PAUSED: (tr("Continue"), "play"), Stand.STOPPED: (tr("Continue"), "play"),
                Stand.CUT_OFF: (tr("Continue"), "play"),
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
