"""Keeps a worker ready while a project is open and nothing is running, if the machine has memory to spare."""

from PySide6.QtCore import QObject, QTimer

from ptstudio.app.session import Session
from ptstudio.core.amount import MB
from ptstudio.core.jobs import Job
from ptstudio.core.spare import HELPED, Spare

LOOK_MS = 2000
LEAST_FREE_MB = 4000
"""It takes about a tenth of that; below half of it, it goes."""


class SpareWorker(QObject):
    """Looks every other second whether one is wanted."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._spare: Spare | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        session.spare_for = self.taken_for

    def look(self) -> None:
        """Have one where it is wanted, and none where it is not."""
        is_open, free_mb = self._session.project is not None, _free_mb()
        if self._spare is not None and not (is_open and self._spare.is_fit and free_mb >= LEAST_FREE_MB / 2):
            self._drop()
        if self._spare is None and is_open and free_mb >= LEAST_FREE_MB and not self._session.running():
            self._spare = Spare()

    def taken_for(self, job: Job) -> Spare | None:
        """The worker that is ready, where it helps that job; the next one comes when nothing is running."""
        if job.type not in HELPED:
            return None
        spare, self._spare = self._spare, None
        return spare

    def end(self) -> None:
        """Nobody starts anything any more."""
        self._timer.stop()
        self._session.spare_for = lambda _job: None
        self._drop()

    def _drop(self) -> None:
        if self._spare is not None:
            self._spare.end()
        self._spare = None


def _free_mb() -> float:
    import psutil

    return float(psutil.virtual_memory().available) / MB
