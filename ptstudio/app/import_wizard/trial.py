"""Dry imports in a folder that is gone afterwards: one at a time, the latest wish wins; knows no widget.

They remember together what they have examined: after the first look no decision opens a file again.
"""

import tempfile
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.import_draft import Outcome
from ptstudio.app.session import Session
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed, RunFinished, RunStopped
from ptstudio.core.jobs import ImportJob
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run


class Trial(QObject):
    """`changed` is emitted whenever there is more to tell: progress, an `outcome`, a `failure`, a stop."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
        self._job: ImportJob | None = None
        self._folder: Path | None = None
        self._started: list[Path] = []
        self._looks = 0
        self._is_closed = False
        self.outcome: Outcome | None = None
        self.failure: RunFailed | None = None
        self.is_stopped = False
        session.changed.connect(self._hear)

    @property
    def home(self) -> Path:
        """A folder for whatever is needed only while the wizard is open."""
        return Path(self._home.name)

    @property
    def run(self) -> Run | None:
        """The run under way, if there is one."""
        return self._session.runs.get(self._folder) if self._folder is not None else None

    def ask(self, job: ImportJob) -> None:
        """Find out what this import would give; what is known or under way already is not done again.

        A job that was stopped or failed is tried again.
        """
        if job == self._job and (self.outcome is not None or self.run is not None):
            return
        self.stop()
        self._job, self.outcome, self.failure, self.is_stopped = job, None, None, False
        folder = self.home / f"run-{len(self._started)}"
        self._started.append(folder)
        self._folder = folder
        remembering = job.model_copy(update={"memory": str(self.home / f"memory-{self._looks}")})
        try:
            self._session.start(remembering, folder=folder)
        except PTStudioError as error:
            self._folder = None
            self.failure = RunFailed(message=error.message, hint=error.hint)
        self.changed.emit()

    def stop(self) -> None:
        """End what is under way."""
        folder, self._folder = self._folder, None
        if folder is not None:
            self.is_stopped = True
            if self._session.is_running(folder):
                self._session.ask(folder, Stop())
            self.changed.emit()

    def forget(self) -> None:
        """There is other data: nothing that was found holds any more."""
        self.stop()
        self._looks += 1
        self._job, self.outcome, self.failure, self.is_stopped = None, None, None, False

    def close(self) -> None:
        """Stop, and remove the folder as soon as no worker writes there."""
        self.stop()
        self._is_closed = True
        self._clean_up()

    def _hear(self, change: Change) -> None:
        if self._is_closed:
            self._clean_up()
        elif change.topic is Topic.RUN and change.run is not None and change.run == self._folder:
            self._take(change)
            self.changed.emit()

    def _take(self, change: Change) -> None:
        match change.event:
            case RunFinished(result=result):
                self._folder = None
                try:
                    self.outcome = Outcome.of(result)
                except (ValidationError, KeyError, TypeError):
                    self.failure = RunFailed(
                        message="What the worker found cannot be read.",
                        hint="Update PTStudio: window and worker are of different versions.",
                    )
            case RunFailed() as failure:
                self._folder, self.failure = None, failure
            case RunStopped():
                self._folder, self.is_stopped = None, True

    def _clean_up(self) -> None:
        if not any(self._session.is_followed(folder) for folder in self._started):
            self._session.changed.disconnect(self._hear)
            for folder in self._started:
                self._session.forget_run(folder)
            self._home.cleanup()
            self.deleteLater()
