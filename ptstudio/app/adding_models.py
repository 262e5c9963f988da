"""Adding weights to the library in a worker of its own, outside of every project; knows no page."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.session import Session
from ptstudio.core.events import Final, RunFailed, RunFinished
from ptstudio.core.jobs import AddModelJob
from ptstudio.core.requests import Stop


class ModelAdder(QObject):
    """Adds one file or folder at a time.

    `changed` is emitted when it begins, at each stage and when it ends, `added(key, is_new)` when a model is in the
    library, `refused(RunFailed)` when it is not.
    """

    changed = Signal()
    added = Signal(str, bool)
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._folder: Path | None = None
        self.source: Path | None = None
        session.changed.connect(self._follow)

    @property
    def is_busy(self) -> bool:
        """Whether something is being added."""
        return self._folder is not None

    @property
    def stage(self) -> str:
        """What the worker does, in the user's words; nothing before it has begun."""
        run = self._session.runs.get(self._folder) if self._folder else None
        return run.stage.title if run is not None and run.stage is not None else ""

    def add(self, source: Path) -> None:
        """Recognise the weights and put them into the library. Raises ProjectError, DiskFull; one at a time."""
        if self.is_busy:
            return
        self._home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
        self.source, self._folder = source, Path(self._home.name) / "run"
        try:
            self._session.start(AddModelJob(source=str(source)), folder=self._folder)
        except Exception:
            self._end()
            raise
        self.changed.emit()

    def stop(self) -> None:
        """Have the worker end; the library stays as it was."""
        if self._folder is not None:
            self._session.ask(self._folder, Stop())

    def _follow(self, change: Change) -> None:
        if self._folder is None:
            return
        if change.topic is Topic.PROJECT and self._folder not in self._session.runs:
            self._end()
        elif change.run == self._folder and change.event is None and not self._session.is_followed(self._folder):
            self._conclude(self._session.runs[self._folder].final)
        elif change.run == self._folder:
            self.changed.emit()

    def _conclude(self, final: Final | None) -> None:
        """Tell how it ended, once the worker has let go of its folder."""
        self._end()
        if isinstance(final, RunFinished):
            self.added.emit(str(final.result["model"]["key"]), bool(final.result["is_new"]))
        elif isinstance(final, RunFailed):
            self.refused.emit(final)

    def _end(self) -> None:
        if self._folder is not None:
            self._session.forget_run(self._folder)
        self._folder = self.source = None
        if self._home is not None:
            self._home.cleanup()
            self._home = None
        self.changed.emit()
