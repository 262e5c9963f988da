"""What a run that sought good settings has found: its progress while it works, and what can be done with the result."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import formats, job_words, run_facts
from ptstudio.app.change import Change, Topic
from ptstudio.app.session import Session
from ptstudio.app.throttle import Throttle
from ptstudio.app.translation import tr
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import row
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.titled_dialog import TitledDialog
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed, RunStopped
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run

SIZE = (980, 700)


class FindingDialog(TitledDialog):
    """A subclass gives what it shows and its buttons to `make`, and redraws in `show_run`.

    `used` is emitted when what was found has become part of the next training's settings. It can be closed while the
    run goes on.
    """

    used = Signal()

    def __init__(self, session: Session, folder: Path, parent: QWidget, title: str) -> None:
        super().__init__(parent, title, SIZE)
        self.session, self.folder = session, folder
        self.notice = Notice()
        self.progress = JobProgress(tr("Stop. {kept}", kept=self.kept()))
        self.progress.stopped.connect(lambda: self.attempt(lambda: session.ask(folder, Stop())))
        self.verdict, self.reason = label("", "heading", is_selectable=True), label("", "muted", is_selectable=True)
        self.go_on = Button(tr("Go on with it"), icon_name="resume")
        self._soon = Throttle(self)
        self._soon.due.connect(self._redraw)
        session.changed.connect(self._changed)

    @property
    def run(self) -> Run | None:
        """The run; nothing where it is no longer there."""
        return self.session.runs.get(self.folder)

    def make(self, *parts: QWidget, growing: QWidget, buttons: tuple[Button, ...]) -> None:
        """Lay out the parts, of which one takes the room there is, and show how the run stands."""
        close = Button(tr("Close"))
        close.clicked.connect(self.reject)
        self.go_on.clicked.connect(lambda: self.attempt(self._go_on))
        above = (self.notice, self.progress, self.verdict, self.reason)
        below = row(None, self.go_on, close, *buttons)
        self.lay_out(*above, *parts, buttons=below, growing=len(above) + parts.index(growing))
        close.setFocus()
        self._redraw()

    def show_run(self, run: Run) -> None:
        """Show what was found."""
        raise NotImplementedError

    def kept(self) -> str:
        """What is left of a run that is stopped."""
        return tr("What was found so far is kept.")

    def attempt(self, action: Callable[[], None]) -> None:
        """Do something; what goes wrong is shown as message and hint."""
        try:
            action()
        except PTStudioError as error:
            self.notice.show_message("error", error.message, error.hint)

    def use(self, training: TrainJob, values: dict[str, SettingValue]) -> None:
        """Have the next training begin as this one, with these settings."""
        if self.session.model != training.model:
            self.session.choose_model(training.model)
        self.session.choose_settings(training.preset, values)
        self.used.emit()
        self.accept()

    def say(self, verdict: str, reason: str) -> None:
        """What it comes to, and why."""
        for made, words in ((self.verdict, verdict), (self.reason, reason)):
            made.setText(words)
            made.setVisible(bool(words))

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self.reject()
        elif change.topic is Topic.RUN and change.run == self.folder:
            self._soon.ask()

    def _redraw(self) -> None:
        run = self.run
        if run is None:
            return
        self._show_progress(run)
        is_running = self.session.is_running(self.folder)
        self.go_on.setVisible(run_facts.can_resume(run, is_running=is_running))
        self.go_on.setEnabled(not self.session.is_running() and not self.session.is_read_only)
        if run.final is not None and not is_running:
            self._tell_end(run)
        self.show_run(run)

    def _go_on(self) -> None:
        self.notice.hide()
        self.session.resume(self.folder)

    def _show_progress(self, run: Run) -> None:
        if not self.session.is_running(self.folder):
            self.progress.hide()
            return
        self.progress.show_progress(job_words.title_of(run), progress_words(run), *counted(run))

    def _tell_end(self, run: Run) -> None:
        match run.final:
            case RunFailed() as failure:
                self.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
            case RunStopped() as stop:
                hint = self.kept() if stop.can_resume else ""
                self.notice.show_message("info", tr("It was stopped before its end."), hint)


def counted(run: Run) -> tuple[int, int | None]:
    """How far a run is, for a bar."""
    return (run.progress.done, run.progress.total) if run.progress is not None else (0, None)


def progress_words(run: Run) -> str:
    """How far a run is, and how long it will still take."""
    step = run.progress
    if step is None:
        return ""
    done = tr("{done} of {total}", done=formats.count(step.done), total=formats.count(step.total)) if step.total else ""
    return ", ".join(part for part in (done, formats.remaining(step.remaining_s)) if part)
