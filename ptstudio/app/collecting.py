"""Python's garbage is collected in the window's thread alone.

Python collects in whichever thread happens to make the next object. One that so deletes what belongs to the window can
wait for Qt's lock while the window, which holds that, waits for Python's: both would stand still for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500
"""How often is looked whether enough has gathered."""
MIDDLE_EVERY, WHOLE_EVERY = 10, 100
"""How many collections of what is young there are to one of the middle-aged, and to one of everything (as in CPython,
`gc.set_threshold`).
"""


class Collecting(QObject):
    """Collects as long as it lives; nothing is collected otherwise."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._collections = 0
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect, if enough objects have been made since the last time."""
        if gc.get_count()[0] < gc.get_threshold()[0]:
            return
        self._collections += 1
        oldest = 2 if self._collections % WHOLE_EVERY == 0 else 1 if self._collections % MIDDLE_EVERY == 0 else 0
        gc.collect(oldest)
