"""Reading the many runs of a project without keeping a person waiting: the newest at once, the others bit by bit.

In short turns of the window's own thread: another one would hold Python's lock whenever Qt asks a table for a cell,
which made a single redraw take two seconds.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from ptstudio.core.errors import PTStudioError
from ptstudio.core.run import Run

AT_ONCE = 40
"""So many of the newest runs are there when a project opens: all that the pages begin with."""
AT_A_TIME = 25
"""So many of the others are handed over together, so that no page redraws a thousand times."""
TURN_S, PAUSE_MS = 0.006, 6
"""How long is read in one turn, at least a single run, and how long the window has for itself between two."""


class RunReading(QObject):
    """Hands over what was read, from the newer to the older, and the error of each run that cannot be read."""

    def __init__(
        self, parent: QObject, take: Callable[[list[Run]], None], fail: Callable[[PTStudioError], None]
    ) -> None:
        super().__init__(parent)
        self._take, self._fail = take, fail
        self._waiting: list[Path] = []
        self._read: list[Run] = []
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._read_some)

    def begin(self, folders: Sequence[Path]) -> None:
        """Read these, the oldest of which come first, in place of whatever was still to be read."""
        self.drop()
        self._waiting = list(folders)
        if folders:
            self._timer.start()

    def is_waiting(self, folder: Path) -> bool:
        """Whether a run is still to be read, or to be handed over."""
        return folder in self._waiting or any(run.folder == folder for run in self._read)

    def drop(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._waiting, self._read = [], []

    def _read_some(self) -> None:
        began = time.perf_counter()
        while self._waiting and len(self._read) < AT_A_TIME and time.perf_counter() - began < TURN_S:
            try:
                self._read.insert(0, Run.open(self._waiting.pop()))
            except PTStudioError as error:
                self._fail(error)
        if not self._waiting:
            self._timer.stop()
        if self._read and (len(self._read) >= AT_A_TIME or not self._waiting):
            read, self._read = self._read, []
            self._take(read)
