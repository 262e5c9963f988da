"""Pieces of work in the event loop's own thread, one at a time, so that whatever a person does comes between."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 15
"""Between two pieces: time enough to paint what the first has changed, and too short to be seen."""


class Turns(QObject):
    """Does pieces of work in the order in which they were asked for; one that waits already waits on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Callable[[], None], None] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._do_next)

    def ask(self, *pieces: Callable[[], None]) -> None:
        """Do these when it is their turn."""
        self._waiting.update(dict.fromkeys(pieces))
        if not self._timer.isActive():
            self._timer.start()

    def finish(self) -> None:
        """Do all that waits now."""
        while self._waiting:
            self._do_next()

    def drop(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._timer.stop()

    def _do_next(self) -> None:
        piece = next(iter(self._waiting), None)
        if piece is None:
            self._timer.stop()
            return
        del self._waiting[piece]
        piece()
