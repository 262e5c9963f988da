"""Which window may write to a project: the first that opened it."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class ProjectLock:
    """Held by one window at a time, for one project; one that a dead window left behind is taken over."""

    def __init__(self) -> None:
        self._file: QLockFile | None = None

    def take(self, project: Path) -> bool:
        """Take that of a project; gives whether it is ours."""
        file = QLockFile(str(project / ".window.lock"))
        file.setStaleLockTime(0)
        self._file = file if file.tryLock(0) else None
        return self._file is not None

    def release(self) -> None:
        """Let another window have it."""
        if self._file is not None:
            self._file.unlock()
            self._file = None
