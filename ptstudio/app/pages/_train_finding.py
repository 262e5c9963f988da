"""“Find good settings”: a menu beside the settings, how far it is, and what it came to the last time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ptstudio.app import finding, job_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.pages._finding_dialog import FindingDialog, counted, progress_words
from ptstudio.app.pages._finding_opening import open_finding
from ptstudio.app.pages._finding_start import FindingStart, folds_start, search_start
from ptstudio.app.pages._pretrain_start import PretrainStart
from ptstudio.app.session import Session
from ptstudio.app.throttle import Throttle
from ptstudio.app.translation import tr
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.menu_button import MenuButton
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.dataset import Split
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import CrossValidateJob, Job, PretrainJob, RateTestJob, TrainJob, TuneJob
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks


class TrainFinding(QWidget):
    """`drafted` gives the training that settings are sought for; `failed(PTStudioError)` where that cannot be."""

    failed = Signal(object)

    def __init__(self, session: Session, drafted: Callable[[], TrainJob | None]) -> None:
        super().__init__()
        self._session, self._drafted = session, drafted
        self._last: Path | None = None
        self._model_title = ""
        self.menu = MenuButton(tr("Find good settings"), tr("Find good settings"), "search")
        self.test_rates = self.menu.add(tr("Test learning rates"), "curves", self._test_rates)
        self.search = self.menu.add(tr("Search settings for some minutes…"), "search", self._ask_for_minutes)
        self.validate = self.menu.add(tr("Cross-validate…"), "again", self._ask_for_folds)
        self.adapt = Button(tr("Adapt to your texts first…"), icon_name="text")
        self.adapt.clicked.connect(self._ask_for_texts)
        self.words = label("", "muted")
        self.show_last = Button(tr("Show"), "quiet", "look")
        self.show_last.clicked.connect(self._open_last)
        self.progress = JobProgress(tr("Stop. What was found so far is kept."))
        self.progress.stopped.connect(self._stop)
        top = row(self.menu, self.adapt, self.show_last, self.words)
        top.setStretch(3, 1)
        self.setLayout(column(top, self.progress))
        self._soon = Throttle(self)
        self._soon.due.connect(self.redraw)
        session.changed.connect(self._changed)

    def show_model(self, title: str) -> None:
        """What the model is called that is to be trained."""
        self._model_title = title
        self.redraw()

    def redraw(self) -> None:
        """Show what is under way, or what the newest run for this model on these data came to."""
        running = self._running()
        training = self._drafted()
        last = finding.latest(self._session.runs.values(), training) if training is not None else None
        is_possible = training is not None and not self._session.is_running() and not self._session.is_read_only
        for button in (self.menu, self.adapt):
            button.setEnabled(is_possible)
            button.setToolTip("" if is_possible else tr("Wait until what is under way has ended."))
        self.adapt.setVisible(all_tasks()[self._session.task].can_be_read)
        words = finding.words_of(last, self._session.project) if last is not None else ""
        self.words.setText("" if running else words)
        shown = running or (last if words else None)
        self.show_last.setVisible(shown is not None)
        self._last = shown.folder if shown is not None else None
        if running is None:
            self.progress.hide()
        else:
            self.progress.show_progress(job_words.title_of(running), progress_words(running), *counted(running))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What has happened while another page was in view is not shown yet."""
        self._soon.ask()
        super().showEvent(event)

    def open_run(self, folder: Path) -> FindingDialog | None:
        """Show what a run has found, or finds."""
        return open_finding(self._session, folder, self)

    # ------------------------------------------------------------------ what a person does

    def _test_rates(self) -> None:
        training = self._drafted()
        if training is not None:
            self._start(RateTestJob(training=training))

    def _ask_for_minutes(self) -> None:
        self._ask(search_start(self), lambda training, minutes: TuneJob(training=training, minutes=minutes))

    def _ask_for_folds(self) -> None:
        self._ask(folds_start(self), lambda training, folds: CrossValidateJob(training=training, folds=folds))

    def _ask_for_texts(self) -> None:
        training, revision = self._drafted(), self._session.revision
        if training is not None and revision is not None:
            own = revision.counts.totals.get(Split.TRAIN, 0)
            asked = PretrainStart(self, own, self._model_title)
            asked.accepted.connect(partial(self._start_reading, asked))
            asked.open()

    def _start_reading(self, asked: PretrainStart) -> None:
        training = self._drafted()
        if training is not None:
            texts = str(asked.more) if asked.more is not None else ""
            self._start(PretrainJob(training=training, texts=texts, epochs=asked.epochs.value()))

    def _ask(self, asked: FindingStart, job: Callable[[TrainJob, int], Job]) -> None:
        asked.accepted.connect(partial(self._start_asked, asked, job))
        asked.open()

    def _start_asked(self, asked: FindingStart, job: Callable[[TrainJob, int], Job]) -> None:
        training = self._drafted()
        if training is not None:
            self._start(job(training, asked.number.value()))

    def _start(self, job: Job) -> None:
        try:
            folder = self._session.start(job)
        except PTStudioError as error:
            self.failed.emit(error)
        else:
            self.redraw()
            self.open_run(folder)

    def _open_last(self) -> None:
        if self._last is not None:
            self.open_run(self._last)

    def _stop(self) -> None:
        running = self._running()
        if running is not None:
            try:
                self._session.ask(running.folder, Stop())
            except PTStudioError as error:
                self.failed.emit(error)

    # ------------------------------------------------------------------ inside

    def _running(self) -> Run | None:
        return next((run for run in self._session.running() if finding.training_of(run.job) is not None), None)

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.RUN and self.isVisible():
            self._soon.ask()
