"""Doing a training again: the same, changed, or beside the first one at its end; knows no table."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.session import Session
from ptstudio.core.events import RunFinished
from ptstudio.core.jobs import TrainJob
from ptstudio.core.repeating import repeated
from ptstudio.core.run import Run


class RunsAgain(QObject):
    """`ended(first, second)` when a training that was to be compared with the one that it does again has finished."""

    ended = Signal(object, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._awaited: dict[Path, Path] = {}
        session.changed.connect(self._follow)

    def start(self, run: Run, *, is_compared: bool = False) -> Path:
        """Start the same training; gives its run's folder. Raises ProjectError, DiskFull."""
        folder = self._session.start(repeated(run))
        if is_compared:
            self._awaited[folder] = run.folder
        return folder

    def draft(self, run: Run) -> None:
        """Put data, model and settings of a training where they can be changed. Raises ProjectError."""
        job = repeated(run)
        self._session.choose_revision(job.dataset)
        self._session.choose_model(job.model)
        given = run.job.settings if isinstance(run.job, TrainJob) else {}
        self._session.choose_settings(job.preset, dict(given))

    def _follow(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self._awaited.clear()
        elif change.run in self._awaited and isinstance(change.event, RunFinished):
            self.ended.emit(self._awaited.pop(change.run), change.run)
