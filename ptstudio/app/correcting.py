"""Puts pictures that were answered wrongly into the project's inbox, in the background, and takes them out again."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ptstudio.app.background import Background
from ptstudio.app.inbox import Inbox
from ptstudio.app.session import Session
from ptstudio.app.translation import tr
from ptstudio.app.tried import Tried
from ptstudio.core.errors import ProjectError, PTStudioError


class Correcting(QObject):
    """`kept(entry)` and `taken_back(entry)` once it is done, `failed(PTStudioError)` where it cannot be."""

    kept = Signal(object)
    taken_back = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._background = Background(self, threads=1)

    @property
    def folder(self) -> Path | None:
        """The inbox of the open project; it may not be there yet."""
        return self._session.project.folder / "inbox" if self._session.project is not None else None

    def count(self) -> int:
        """How many pictures wait in the inbox."""
        return Inbox(self.folder).count() if self.folder is not None else 0

    def keep(self, entry: Tried, right_label: str) -> None:
        """Copy the picture to the inbox under its right label."""
        if self.folder is None:
            return
        if self._session.is_read_only:
            message = tr("This project is open in another window; here it can only be looked at.")
            hint = tr("Correct the answer in the other window, or close that one and open the project again.")
            self.failed.emit(ProjectError(message, hint))
            return
        copy = partial(Inbox(self.folder).add, entry.file, right_label)
        self._background.do(copy, partial(self._keep, entry), self._fail)

    def take_back(self, entry: Tried) -> None:
        """Remove the copy from the inbox; the picture itself stays where it is."""
        if entry.kept is not None:
            back = partial(Inbox(entry.kept.parent.parent).take_back, entry.kept)
            self._background.do(back, lambda _: self._take_back(entry), self._fail)

    def wait(self) -> None:
        """Let what is under way end."""
        self._background.wait()

    def _keep(self, entry: Tried, copy: object) -> None:
        if isinstance(copy, Path):
            entry.kept = copy
            self.kept.emit(entry)

    def _take_back(self, entry: Tried) -> None:
        entry.kept = None
        self.taken_back.emit(entry)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, PTStudioError):
            self.failed.emit(error)
