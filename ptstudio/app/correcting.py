"""Puts samples that were answered wrongly into the project's inbox, in the background, and takes them out again."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ptstudio.app.background import Background
from ptstudio.app.inbox import Inbox
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.core.errors import ProjectError, PTStudioError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.run import Run


class Correctable(Protocol):
    """Something that was tried, and the file in the inbox that it became; one `is_taken_in` is part of the data."""

    kept: Path | None
    is_taken_in: bool

    def put_into(self, inbox: Inbox, label: str) -> Path:
        """Make that file, in the folder of the right label. Raises DiskFull, JobFailure."""
        ...


class Correcting(QObject):
    """`changed(entry)` once something was put in or taken out, `failed(PTStudioError)` where it cannot be."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self, threads=1)

    @property
    def folder(self) -> Path | None:
        """The inbox of the open project; it may not be there yet."""
        return self._session.project.inbox_folder() if self._session.project is not None else None

    def count(self) -> int:
        """How many samples wait in the inbox."""
        return Inbox(self.folder).count() if self.folder is not None else 0

    def keep(self, entry: Correctable, right_label: str) -> None:
        """Put it into the inbox under its right label."""
        if self.folder is None:
            return
        if self._session.is_read_only:
            message = tr("This project is open in another window; here it can only be looked at.")
            hint = tr("Correct the answer in the other window, or close that one and open the project again.")
            self.failed.emit(ProjectError(message, hint))
            return
        copy = partial(entry.put_into, Inbox(self.folder), right_label)
        self._background.do(copy, partial(self._keep, entry), self._fail)

    def take_back(self, entry: Correctable) -> None:
        """Remove the file from the inbox, unless it is part of the data by now."""
        self.look_again([entry])
        if entry.kept is not None and not entry.is_taken_in:
            back = partial(Inbox(entry.kept.parent.parent).take_back, entry.kept)
            self._background.do(back, lambda _: self._take_back(entry), self._fail)

    def look_again(self, entries: Sequence[Correctable]) -> None:
        """See what an import has taken in, and what somebody has taken out of the inbox."""
        for entry in entries:
            copy = entry.kept
            if copy is not None and not entry.is_taken_in and not copy.exists():
                entry.is_taken_in = Inbox(copy.parent.parent).is_taken_in(copy)
                entry.kept = copy if entry.is_taken_in else None
                self.changed.emit(entry)

    def next_source(self, run: Run | None) -> Path | None:
        """Where the data is from that a training has learned from: what the next revision is imported from."""
        project, revision = self._session.project, self._session.revision
        if project is not None and run is not None and isinstance(run.job, TrainJob):
            known = project.revisions(run.job.dataset.partition("/")[0])
            revision = next((each for each in reversed(known) if not each.is_for_measuring), revision)
        return Path(revision.source) if revision is not None else None

    def wait(self) -> None:
        """Let what is under way end."""
        self._background.wait()

    def _keep(self, entry: Correctable, copy: object) -> None:
        if isinstance(copy, Path):
            entry.kept, entry.is_taken_in = copy, False
            self.changed.emit(entry)

    def _take_back(self, entry: Correctable) -> None:
        entry.kept = None
        self.changed.emit(entry)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, PTStudioError):
            self.failed.emit(error)
