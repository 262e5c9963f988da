"""One longer job of the library at a time, shown on its page with how far it is, how long it takes, and a Stop."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ptstudio.app import download_words
from ptstudio.app.chore import Chore
from ptstudio.app.pages._page import Page
from ptstudio.app.translation import tr
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFailed
from ptstudio.core.jobs import LibraryJob

Done = Callable[[dict[str, Any]], None]


class LibraryWork(QObject):
    """`changed` is emitted when a job begins and when it has ended. `bar` is to be laid out on the page."""

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._title = ""
        self._done: Done | None = None
        self._chore = Chore(page.session, self)
        self._chore.changed.connect(self._show)
        self._chore.done.connect(self._finish)
        self._chore.failed.connect(self._refuse)
        self._chore.stopped.connect(self._say_stopped)
        self.bar = JobProgress(tr("Stop; nothing half-done stays"))
        self.bar.stopped.connect(lambda: page.attempt(self._chore.stop))

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._chore.is_busy

    def start(self, job: LibraryJob, title: str, done: Done) -> None:
        """Have a job done; with its result, `done` is called. Raises ProjectError, also while another is under way."""
        if self.is_busy:
            raise ProjectError(tr("Something else is still being done in the library."), tr("Wait until it has ended."))
        self._page.notice.hide()
        self._title, self._done = title, done
        self._chore.start(job)
        self.changed.emit()
        self._page.ensureWidgetVisible(self.bar)

    def _show(self) -> None:
        run = self._chore.run
        if run is None:
            self.bar.hide()
            self.changed.emit()
            return
        step, stage = run.progress, tr(self._chore.stage)
        if step is None or not step.total:
            self.bar.show_progress(self._title, stage or tr("Starting…"))
            return
        words = tr("{stage}: {amount}", stage=stage, amount=download_words.arriving(step))
        self.bar.show_progress(self._title, words, step.done, step.total)

    def _finish(self, result: dict[str, Any]) -> None:
        if self._done is not None:
            self._done(result)

    def _refuse(self, failure: RunFailed) -> None:
        self._page.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
        self._page.ensureWidgetVisible(self._page.notice)

    def _say_stopped(self) -> None:
        self._page.notice.show_message("info", tr("Stopped. Nothing half-done was left."))
