"""A function done in another thread of the window's process, for what takes longer than a blink but no torch.

What is done there may not call Qt beyond plain values such as QImage: Qt's locks and Python's may otherwise wait for
each other for ever. For the same reason results come through a queue that a timer looks into, not by a signal.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import NamedTuple

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer

LOOK_MS = 8
"""How often the queue is looked into while something is under way."""


class _Outcome(NamedTuple):
    ticket: int
    result: object
    error: Exception | None


class _Task(QRunnable):
    def __init__(self, work: Callable[[], object], outcomes: "SimpleQueue[_Outcome]", ticket: int) -> None:
        super().__init__()
        self._work = work
        self._outcomes = outcomes
        self._ticket = ticket

    def run(self) -> None:
        """Do the work; in the thread."""
        try:
            self._outcomes.put(_Outcome(self._ticket, self._work(), None))
        except Exception as error:  # whatever it is, it belongs to whoever asked for the work
            self._outcomes.put(_Outcome(self._ticket, None, error))


class Background(QObject):
    """A few threads; `wait` for them before the owner goes away.

    What is asked for last is done first, since that is what a person looks at.
    """

    def __init__(self, parent: QObject, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        self._waiting: dict[int, tuple[Callable[[object], None], Callable[[Exception], None] | None]] = {}
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._deliver)

    def do(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` in a thread, then `done(result)` or `failed(error)` in this one."""
        self._number += 1
        self._waiting[self._number] = (done, failed)
        self._pool.start(_Task(work, self._outcomes, self._number), self._number)
        self._timer.start()

    def drop(self) -> None:
        """Forget what was asked for; what is under way ends without being heard."""
        self._pool.clear()
        self._waiting.clear()
        self._timer.stop()

    def wait(self) -> None:
        """Drop all, and wait for what is under way."""
        self.drop()
        self._pool.waitForDone()

    def _deliver(self) -> None:
        while self._waiting:
            try:
                outcome = self._outcomes.get_nowait()
            except Empty:
                return
            done, failed = self._waiting.pop(outcome.ticket, (None, None))
            if outcome.error is None and done is not None:
                done(outcome.result)
            elif outcome.error is not None and failed is not None:
                failed(outcome.error)
        self._timer.stop()
