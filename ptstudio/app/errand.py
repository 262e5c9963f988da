"""A job done aside by a worker for the newest question only, in a folder that is gone afterwards; knows no page."""

import os
import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.session import Session
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import Job
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run, RunStatus

DELAY_MS = 600
"""How long a person has to leave the settings alone before the question is asked anew."""


class Errand(QObject):
    """Asks one worker at a time: `begun`, then `done(Run)` while its folder is still there, or `failed(RunFailed)`.

    A question that comes while another is being answered is asked as soon as that one has ended.
    """

    begun = Signal()
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted: Job | None = None
        self._folder: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._start)
        session.changed.connect(self._changed)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._folder is not None or self._wanted is not None

    def ask(self, job: Job, *, at_once: bool = False) -> None:
        """Have a job done soon; what was asked before and not begun is forgotten, what was begun is stopped."""
        self._wanted = job
        if self._folder is not None:
            self._session.ask(self._folder, Stop())
        elif at_once:
            self._start()
        else:
            self._timer.start()

    def drop(self) -> None:
        """Ask no more."""
        self._wanted = None
        self._timer.stop()
        if self._folder is not None:
            self._session.ask(self._folder, Stop())

    def _start(self) -> None:
        project = self._session.project
        if project is None or self._wanted is None or self._folder is not None:
            return
        job, self._wanted = self._wanted, None
        # In the project's cache, since the worker finds the project by the place of its run.
        self._folder = project.cache_folder() / f"{job.type}-{os.urandom(4).hex()}"
        try:
            self._session.start(job, folder=self._folder)
        except PTStudioError as error:
            self._folder = None
            self.failed.emit(RunFailed(message=error.message, hint=error.hint))
        else:
            self.begun.emit()

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self._wanted = None
            self._timer.stop()
            self._clean_up()
        elif self._folder is not None and change.run == self._folder and not self._session.is_running(self._folder):
            self._finish(self._session.runs[self._folder], is_left=change.event is None)

    def _finish(self, run: Run, *, is_left: bool) -> None:
        """The final event is heard first, while the folder is there; then the worker is gone."""
        if is_left:
            self._clean_up()
            self._start()
        elif self._wanted is None and run.status is RunStatus.FINISHED:
            self.done.emit(run)
        elif self._wanted is None and isinstance(run.final, RunFailed):
            self.failed.emit(run.final)

    def _clean_up(self) -> None:
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            self._session.forget_run(folder)
