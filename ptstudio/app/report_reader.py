"""Reads the report that a page shows, a large one without holding up the window; knows no page."""

from functools import partial
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from ptstudio.app.background import Background
from ptstudio.app.measured import load_report, unreadable
from ptstudio.core.report import Report

AT_ONCE_BYTES = 1_000_000
"""A report of this size is read in a blink; one of 1,000 classes and 100,000 samples takes ten times as long."""


class ReportReader(QObject):
    """Holds the `report` of one run at a time; `changed` when a large one is there, `refused(PTStudioError)` if not."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.report: Report | None = None
        self.is_reading = False
        self._read: tuple[Path, int] | None = None
        self._background = Background(self, threads=1)

    def turn_to(self, folder: Path | None) -> None:
        """Read the report of this run, or of none; a small one at once. What has not changed is not read twice."""
        file = folder / "report.json" if folder is not None else None
        facts = file.stat() if file is not None and file.is_file() else None
        read = (file, facts.st_mtime_ns) if file is not None and facts is not None else None
        if read == self._read:
            return
        self._background.drop()
        self.report, self.is_reading, self._read = None, False, read
        if folder is None or facts is None:
            return
        if facts.st_size > AT_ONCE_BYTES:
            self.is_reading = True
            self._background.do(partial(load_report, folder), self._take, self._refuse)
            return
        try:
            self.report = load_report(folder)
        except (OSError, ValidationError) as error:
            self._refuse(error)

    def end(self) -> None:
        """Wait for what is being read."""
        self._background.wait()

    def _take(self, report: object) -> None:
        self.is_reading = False
        self.report = report if isinstance(report, Report) else None
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        """A report that cannot be read is tried again the next time it is turned to."""
        self.is_reading, self._read = False, None
        self.refused.emit(unreadable(error))
        self.changed.emit()
