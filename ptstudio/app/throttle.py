"""Redrawing often enough for the eye, and no more often."""

from PySide6.QtCore import QObject, QTimer, Signal

CHART_MS = 100
"""Charts are redrawn at most ten times a second."""


class Throttle(QObject):
    """However often it is asked, `due` is emitted at most once in `interval_ms`, and always after the last asking."""

    due = Signal()

    def __init__(self, parent: QObject, interval_ms: int = CHART_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self.due)

    def ask(self) -> None:
        """Something has changed that should be seen soon."""
        if not self._timer.isActive():
            self._timer.start()

    def drop(self) -> None:
        """Nothing needs to be seen any more."""
        self._timer.stop()
