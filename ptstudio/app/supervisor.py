"""The thread that follows one worker, its own or one started elsewhere, and tells what happens; it keeps no state.

The thread puts events into a queue, and a timer in the window's thread tells them: a signal emitted in one thread while
the other disconnects something can make Qt's lock and Python's wait for each other for ever.
"""

from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import Event, RunFailed
from ptstudio.core.requests import Request
from ptstudio.core.spare import Spare
from ptstudio.core.worker import Worker, ask, follow

GRACE_S = 20.0
"""How long a worker may take to save when the window closes."""
LOOK_MS = 25
"""How often the queue is looked into."""
LAST_WORDS_S = 10.0
"""How long is listened to a worker that is gone: another process may hold its end of the line open."""
_deaf: set["Supervisor"] = set()
"""Those whose line was never closed; a thread may not be deleted while it listens."""


class Supervisor(QThread):
    """Follows the worker of a run.

    `happened(supervisor, event)` is emitted for every event, `left(supervisor)` once there will be none any more.
    """

    happened = Signal(object, object)
    left = Signal(object)

    def __init__(self, folder: Path, parent: QObject, *, is_own: bool = True, spare: Spare | None = None) -> None:
        """A `spare` worker does the job, if there is one."""
        super().__init__(parent)
        self.folder = folder
        self._spare = spare
        self.is_own = is_own
        self._worker: Worker | None = None
        self._is_unwanted = False
        self._heard: SimpleQueue[Event | None] = SimpleQueue()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._tell)

    def begin(self) -> None:
        """Start the worker, or begin to follow another's. Raises ProjectError where a worker cannot be started."""
        if self.is_own:
            handed_over = self._spare.become(self.folder) if self._spare else None
            self._worker = handed_over or Worker.start(self.folder)
        self._timer.start()
        self.start()

    def run(self) -> None:
        """Hear every event until the last, then None; in the thread."""
        try:
            events = self._worker.events() if self._worker else follow(self.folder, is_unwanted=self._unwanted)
            for event in events:
                self._heard.put(event)
        except PTStudioError as error:
            self._heard.put(RunFailed(message=error.message, hint=error.hint))
        self._heard.put(None)

    def ask(self, request: Request) -> None:
        """Ask the worker for something. Raises ProjectError where the run's folder cannot be written."""
        ask(self.folder, request)

    def let_go(self, grace_s: float = GRACE_S) -> None:
        """Leave the worker to itself: it goes on alone, and nothing more is told of it; the supervisor goes away.

        One that does not take note in time has to end: a thread that waits for it would hold the window open.
        """
        self._is_unwanted = True
        if self._worker is not None:
            self._worker.let_go()
        if self.wait(round(1000 * grace_s)):
            self.deleteLater()
        else:
            self.end()

    def end(self, grace_s: float = GRACE_S) -> None:
        """Have the worker save and end, or only leave it where another started it; waits. The supervisor goes away."""
        self._is_unwanted = True
        if self._worker is not None:
            self._worker.stop(grace_s)
        if self.wait(round(1000 * LAST_WORDS_S)):
            self.deleteLater()
        else:
            self.setParent(None)
            _deaf.add(self)

    def _tell(self) -> None:
        while True:
            try:
                event = self._heard.get_nowait()
            except Empty:
                return
            if event is None:
                self._timer.stop()
                self.left.emit(self)
                return
            self.happened.emit(self, event)

    def _unwanted(self) -> bool:
        return self._is_unwanted
