"""A job done by a worker of its own, outside of every project, in a folder that is gone afterwards; knows no page."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ptstudio.app.change import Change
from ptstudio.app.translation import tr
from ptstudio.core.errors import ProjectError, PTStudioError, explain_os_error
from ptstudio.core.events import RunFailed, RunFinished
from ptstudio.core.jobs import LibraryJob, MoveLibraryJob, SearchJob
from ptstudio.core.requests import Request, Stop
from ptstudio.core.run import Run

if TYPE_CHECKING:
    from ptstudio.app.session import Session


class Chore(QObject):
    """One job of the library at a time; it goes on when another project is opened.

    `changed` is emitted when it begins, at each event and when it has ended; then, as it went, `done(dict)` with the
    job's result, `failed(RunFailed)` or `stopped`.
    """

    changed = Signal()
    done = Signal(dict)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, session: "Session", parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._folder: Path | None = None
        session.changed.connect(self._follow)

    @property
    def run(self) -> Run | None:
        """How the job stands; None while there is none."""
        return self._session.runs.get(self._folder) if self._folder else None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._folder is not None

    @property
    def stage(self) -> str:
        """What the worker does, in the user's words; nothing before it has begun."""
        run = self.run
        return run.stage.title if run is not None and run.stage is not None else ""

    def start(self, job: LibraryJob) -> None:
        """Have a job done, unless another is under way. Raises ProjectError, and the errors of `explain_os_error`."""
        if self.is_busy:
            return
        self._refuse_while_moving(job)
        try:
            self._home = tempfile.TemporaryDirectory(prefix="ptstudio-", ignore_cleanup_errors=True)
            self._folder = Path(self._home.name) / "run"
            self._session.start(job, folder=self._folder)
        except OSError as error:
            self._clean_up()
            raise explain_os_error(error, "beginning the work") from error
        except PTStudioError:
            self._clean_up()
            raise
        self.changed.emit()

    def ask(self, request: Request) -> None:
        """Ask the worker for something. Raises ProjectError where that cannot be written."""
        if self._folder is not None:
            self._session.ask(self._folder, request)

    def stop(self) -> None:
        """Have the worker end; the library stays as it was."""
        self.ask(Stop())

    def _refuse_while_moving(self, job: LibraryJob) -> None:
        """What is put into the library while it moves would stay behind."""
        is_moving = any(isinstance(run.job, MoveLibraryJob) for run in self._session.running())
        if is_moving and not isinstance(job, SearchJob):
            raise ProjectError(tr("The library is being moved."), tr("Wait until that has ended, then ask again."))

    def _follow(self, change: Change) -> None:
        if self._folder is None or change.run != self._folder:
            return
        if change.event is None and not self._session.is_followed(self._folder):
            self._conclude(self._session.runs[self._folder])
        else:
            self.changed.emit()

    def _conclude(self, run: Run) -> None:
        """Tell how it ended, once the worker has let go of its folder."""
        self._clean_up()
        self.changed.emit()
        match run.final:
            case RunFinished(result=result):
                self.done.emit(result)
            case RunFailed() as failure:
                self.failed.emit(failure)
            case _:
                self.stopped.emit()

    def _clean_up(self) -> None:
        if self._folder is not None:
            self._session.forget_run(self._folder)
        self._folder = None
        if self._home is not None:
            self._home.cleanup()
            self._home = None
