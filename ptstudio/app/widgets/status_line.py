"""The line at the bottom: what is running, how far it is, the device and its memory, and the offline switch."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStatusBar

from ptstudio.app import formats
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedButton
from ptstudio.app.widgets.measured_bar import show_share
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.machine import Machine


class StatusLine(QStatusBar):
    """`stop_requested`, `queue_requested` and `offline_requested(bool)` are emitted when a person asks for it."""

    stop_requested = Signal()
    job_requested = Signal()
    queue_requested = Signal()
    offline_requested = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._job = ElidedButton("quiet")
        self._job.setAccessibleName(tr("The running job"))
        self._job.clicked.connect(self.job_requested)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(tr("Progress of the running job"))
        self._left = label("", "muted")
        self._left.setWordWrap(False)
        self._stop = Button(tr("Stop"), "quiet", "stop", tr("Stop the running job; what it has done so far is kept."))
        self._stop.clicked.connect(self.stop_requested)
        self._device = label("", "muted")
        self._device.setWordWrap(False)
        self._offline = Button(tr("Offline"), "quiet", "offline")
        self._offline.setCheckable(True)
        self._offline.clicked.connect(self.offline_requested)
        self._queue = Button("", "quiet", "queue", tr("Show the queue"))
        self._queue.clicked.connect(self.queue_requested)
        for part in (self._job, self._bar, self._left, self._stop, self._queue):
            self.addWidget(part)
        self._read_only = label(tr("Read only: open in another window"), "warning")
        self._read_only.setWordWrap(False)
        for part in (self._read_only, self._device, self._offline):
            self.addPermanentWidget(part)
        self.show_read_only(False)
        self.show_queue("")
        self.show_idle()

    def show_idle(self) -> None:
        """Nothing is running."""
        self._job.show_words(tr("Nothing is running"))
        for part in (self._bar, self._left, self._stop):
            part.hide()

    def show_job(self, title: str, done: int, total: int | None, remaining_s: float | None) -> None:
        """A job and how far it is; the bar moves to and fro where that cannot be told."""
        self._job.show_words(title)
        show_share(self._bar, done, total)
        self._left.setText(formats.remaining(remaining_s))
        for part in (self._bar, self._left, self._stop):
            part.show()

    def show_queue(self, words: str) -> None:
        """How many runs wait; nothing where the words are empty."""
        self._queue.setText(words)
        self._queue.setVisible(bool(words))

    def show_machine(self, machine: Machine) -> None:
        """The device that computes, and its memory."""
        device = machine.devices[-1] if machine.devices else None
        title = device.title if device else machine.processor
        memory = formats.size(device.memory_mb if device and device.memory_mb else machine.memory_mb)
        self._device.setText(tr("{device} · {memory}", device=title, memory=memory))

    def show_read_only(self, is_read_only: bool) -> None:
        """Whether another window has the project and this one may only look."""
        self._read_only.setVisible(is_read_only)

    def show_offline(self, is_offline: bool) -> None:
        """Whether anything may use the network."""
        self._offline.setChecked(is_offline)
        self._offline.set_icon("offline" if is_offline else "online")
        self._offline.setText(tr("Offline") if is_offline else tr("Network allowed"))
        self._offline.setToolTip(
            tr("Nothing leaves this machine and nothing is fetched. Click to allow downloads that you ask for.")
            if is_offline
            else tr("Downloads that you ask for are allowed. Click to forbid all use of the network.")
        )
