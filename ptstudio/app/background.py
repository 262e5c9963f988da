"""A function done in another thread of the window's process, for what takes longer than a blink but no torch."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class _Signals(QObject):
    done = Signal(object, object)
    failed = Signal(object, object)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], object], signals: _Signals, ticket: object) -> None:
        super().__init__()
        self._work = work
        self._signals = signals
        self._ticket = ticket

    def run(self) -> None:
        """Do the work; in the thread."""
        try:
            result = self._work()
        except Exception as error:  # whatever it is, it belongs to whoever asked for the work
            self._signals.failed.emit(self._ticket, error)
        else:
            self._signals.done.emit(self._ticket, result)


class Background(QObject):
    """A few threads; `wait` for them before the owner goes away.

    What is asked for last is done first, since that is what a person looks at.
    """

    def __init__(self, parent: QObject, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._signals = _Signals(self)
        self._signals.done.connect(self._finish)
        self._signals.failed.connect(self._fail)
        self._waiting: dict[object, tuple[Callable[[object], None], Callable[[Exception], None] | None]] = {}
        self._number = 0

    def do(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do `work` in a thread, then `done(result)` or `failed(error)` in this one."""
        self._number += 1
        self._waiting[self._number] = (done, failed)
        self._pool.start(_Task(work, self._signals, self._number), self._number)

    def drop(self) -> None:
        """Forget what was asked for; what is under way ends without being heard."""
        self._pool.clear()
        self._waiting.clear()

    def wait(self) -> None:
        """Drop all, and wait for what is under way."""
        self.drop()
        self._pool.waitForDone()

    @Slot(object, object)
    def _finish(self, ticket: object, result: object) -> None:
        if ticket in self._waiting:
            self._waiting.pop(ticket)[0](result)

    @Slot(object, object)
    def _fail(self, ticket: object, error: Exception) -> None:
        failed = self._waiting.pop(ticket, (None, None))[1]
        if failed is not None:
            failed(error)
