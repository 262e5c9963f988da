"""How a training stands: the sentence, its progress, and what can be done about it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QProgressBar

from ptstudio.app import formats, job_words
from ptstudio.app.icons import pixmap
from ptstudio.app.run_titles import training_title
from ptstudio.app.scratch_twin import is_from_scratch, scratch_job
from ptstudio.app.session import Session
from ptstudio.app.theme import Space, theme
from ptstudio.app.training_words import Verdict, broken_off, verdict
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_down import DropDown
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunStarted
from ptstudio.core.metric import MetricFacts
from ptstudio.core.requests import Continue, Pause, Stop
from ptstudio.core.run import Run, RunStatus, has_checkpoint

LEAST_CHOOSER = 200

_SIGNS = {
    "info": ("info", "accent"),
    "good": ("done", "good"),
    "warning": ("attention", "warning"),
    "error": ("failed", "bad"),
}


class TrainState(QFrame):
    """Shows the session's shown training. `failed(PTStudioError)`; `leave_for(key)` asks for another page."""

    failed = Signal(object)
    leave_for = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.session = session
        self._stopping: RunStarted | None = None
        self._said: Verdict | None = None
        self._shows_paused = False
        self._sign = QLabel()
        self.sentence, self.meaning = label("", "heading"), label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of the stage"))
        self.stage = label("", "small")
        self.stage.setWordWrap(False)
        self.chooser = DropDown()
        self.chooser.setAccessibleName(tr("Training that is shown"))
        self.chooser.setMinimumContentsLength(40)
        self.chooser.setMinimumWidth(LEAST_CHOOSER)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.activated.connect(self._choose)
        self._make_buttons()
        words = row(self._sign, column(self.sentence, self.meaning, gap=Space.tight), gap=Space.medium)
        words.setStretch(1, 1)
        name = label(tr("Training"))
        name.setWordWrap(False)
        name.setBuddy(self.chooser)
        top = row(name, self.chooser, None, self.pause, self.stop, self.resume, self.onward, self.scratch)
        going = row(self.bar, self.stage, gap=Space.medium)
        going.setStretch(0, 1)
        self.setLayout(column(top, words, going, margin=Space.medium))
        theme().changed.connect(self._draw_sign)

    def show_trainings(self, trainings: Sequence[Run]) -> None:
        """Which trainings can be shown, the newest last."""
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for one in reversed(trainings):
            self.chooser.addItem(training_title(one), one.folder)
        self.chooser.setCurrentIndex(max(0, self.chooser.findData(self.session.shown)))
        self.chooser.blockSignals(False)

    def show_run(self, run: Run, metric: MetricFacts, baseline: float | None) -> None:
        """Show how a run stands, by the metric that decides and what a guess scores."""
        is_running = self.session.is_running(run.folder)
        is_stopping = is_running and self._stopping is not None and self._stopping == run.started
        is_broken = not is_running and run.status in (RunStatus.RUNNING, RunStatus.WAITING)
        if is_stopping:
            self._say(_stopping())
        else:
            self._say(broken_off(run, metric) if is_broken else verdict(run, metric, baseline))
        self._show_stage(run, is_running=is_running)
        is_over = is_broken or run.status in (RunStatus.STOPPED, RunStatus.FAILED)
        is_any_running = self.session.is_running()
        self.pause.setVisible(is_running)
        is_paused = run.status is RunStatus.WAITING
        if is_paused is not self._shows_paused:
            self._shows_paused = is_paused
            self.pause.setText(tr("Continue") if is_paused else tr("Pause"))
            self.pause.set_icon("play" if is_paused else "pause")
        self.stop.setVisible(is_running)
        self.stop.setEnabled(not is_stopping and not self.session.is_read_only)
        self.pause.setEnabled(not self.session.is_read_only)
        self.resume.setVisible(is_over and has_checkpoint(run.folder))
        self.resume.setEnabled(not is_any_running)
        self.onward.setVisible(run.status is RunStatus.FINISHED)
        self.scratch.setVisible(not is_from_scratch(run) and not is_running)
        self.scratch.setEnabled(not is_any_running)

    def _say(self, said: Verdict) -> None:
        if said == self._said:
            return
        self._said = said
        self._draw_sign()
        self.sentence.setText(said.sentence)
        self.meaning.setText(said.meaning)
        self.meaning.setVisible(bool(said.meaning))

    def _draw_sign(self) -> None:
        if self._said is not None:
            self._sign.setPixmap(pixmap(*_SIGNS[self._said.kind], side=28))

    def _show_stage(self, run: Run, *, is_running: bool) -> None:
        self.bar.setVisible(is_running)
        self.stage.setVisible(is_running)
        if not is_running:
            return
        step = run.progress
        self.bar.setRange(0, step.total if step and step.total else 0)
        self.bar.setValue(step.done if step else 0)
        parts = [job_words.title_of(run)]
        if run.epochs:
            parts.append(tr("epoch {epoch} of {epochs} done", epoch=run.epochs[-1].epoch, epochs=run.epochs[-1].epochs))
        if step is not None:
            parts.append(formats.remaining(step.remaining_s))
        self.stage.setText("  ·  ".join(part for part in parts if part))

    def _make_buttons(self) -> None:
        self.pause = Button(tr("Pause"), icon_name="pause")
        self.pause.clicked.connect(self._pause_or_continue)
        self.stop = Button(tr("Stop"), "danger", "stop", tr("Ends the training; the best epoch so far is kept."))
        self.stop.clicked.connect(self._stop)
        self.resume = Button(tr("Resume"), icon_name="resume")
        self.resume.clicked.connect(self._resume)
        self.scratch = Button(
            tr("From scratch, for comparison"),
            "quiet",
            "train",
            tr("The same network without what it learned before, its curves beside these."),
        )
        self.scratch.clicked.connect(self._start_from_scratch)
        self.onward = Button(tr("See how good it is"), "quiet", "evaluate")
        self.onward.clicked.connect(partial(self.leave_for.emit, "evaluate"))

    # ------------------------------------------------------------------ what a person does

    def _choose(self) -> None:
        folder: Path | None = self.chooser.currentData()
        if folder is not None:
            self.session.show_run(folder)

    def _pause_or_continue(self) -> None:
        run = self.session.shown_run
        if run is not None:
            is_paused = run.status is RunStatus.WAITING
            self._attempt(partial(self.session.ask, run.folder, Continue() if is_paused else Pause()))

    def _stop(self) -> None:
        run = self.session.shown_run
        if run is not None:
            self._attempt(partial(self.session.ask, run.folder, Stop()))
            self._stopping = run.started
            self._say(_stopping())

    def _resume(self) -> None:
        run = self.session.shown_run
        if run is not None:
            self._attempt(partial(self.session.resume, run.folder))

    def _start_from_scratch(self) -> None:
        run = self.session.shown_run
        job = scratch_job(run) if run else None
        if job is not None:
            self._attempt(partial(self.session.start, job))

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self.failed.emit(error)


def _stopping() -> Verdict:
    return Verdict(tr("Stopping: saving what was learned so far."), "", "info")
