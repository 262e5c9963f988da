"""The Evaluate page: how good a trained network is, how far to trust that, and what it gets wrong."""

import shlex
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app.change import Change, Topic
from ptstudio.app.formats import count, remaining, samples
from ptstudio.app.job_words import title_of
from ptstudio.app.measured import Measurement, measurements, measures, split_title, splits_of
from ptstudio.app.metric_figure import copied
from ptstudio.app.pages._evaluate_empty import empty_state
from ptstudio.app.pages._evaluate_report import ReportView, metrics_of
from ptstudio.app.pages._evaluate_saving import SaveButton
from ptstudio.app.pages._page import Page
from ptstudio.app.report_reader import ReportReader
from ptstudio.app.sample_files import SampleFiles
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import has_model
from ptstudio.app.translation import tr
from ptstudio.app.widgets.beside import Beside
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import clear, row
from ptstudio.app.widgets.segments import Segments
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.events import RunFailed, RunFinished, RunStopped
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.report import Report
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run

MOST_OFFERED = 12
SHORTEST_TITLE, WIDEST_CHOOSER, ROOM_FOR_ONE_ROW = 20, 480, 740


class EvaluatePage(Page):
    """Shows the report of the shown training, or of a later measurement of it, one split at a time."""

    key = "evaluate"

    @override
    def title(self) -> str:
        return tr("How good is it?")

    @override
    def sentence(self) -> str:
        return tr("Measured on samples that training never saw: figures, how far to trust them, and every mistake.")

    @override
    def build(self) -> None:
        self._folder: Path | None = None
        self.reader = ReportReader(self)
        self.reader.changed.connect(self._show)
        self.reader.refused.connect(self.show_error)
        self.set_primary(tr("Try it yourself"), "try", self._go_on)
        self.run_chooser = Chooser(tr("Training"))
        self.run_chooser.chosen.connect(self._choose_run)
        self.split = Segments(tr("Which samples"))
        self.split.chosen.connect(lambda _: self._draw())
        self.again = Button(tr("Measure again"), icon_name="undo")
        self._measure_menu = QMenu(self.again)
        self._measure_menu.aboutToShow.connect(self._fill_measure_menu)
        self.again.setMenu(self._measure_menu)
        self.save = SaveButton()
        self.save.saved.connect(lambda file: self.notice.show_message("good", tr("The report is saved."), str(file)))
        self.save.failed.connect(self.show_error)
        self.copy = Button(tr("Copy figures"), icon_name="copy", tip=tr("Copy the figures for a spreadsheet"))
        self.copy.clicked.connect(self._copy_figures)
        self.progress = JobProgress(tr("Stop measuring; the reports that are there stay as they are."))
        self.progress.stopped.connect(self._stop)
        self._empty_place = QVBoxLayout()
        self.view = ReportView(self.session)
        self.view.refused.connect(self.show_error)
        self.body.addWidget(self._top_row())
        self.body.addLayout(row(self.split, None, gap=Space.medium))
        self.body.addWidget(self.progress)
        self.body.addLayout(self._empty_place)
        self.body.addWidget(self.view)
        self.body.addStretch(1)

    def _top_row(self) -> Beside:
        """What is shown and what can be done with it; below each other where the help takes the room."""
        box = self.run_chooser.box
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(SHORTEST_TITLE)
        box.setMaximumWidth(WIDEST_CHOOSER)
        self.run_chooser.setMaximumWidth(WIDEST_CHOOSER)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        buttons = QWidget()
        buttons.setLayout(row(None, self.again, self.save, self.copy))
        return Beside(self.run_chooser, buttons, room=ROOM_FOR_ONE_ROW)

    @override
    def command(self) -> str | None:
        shown = self.session.shown_run
        return shlex.join(["ptstudio", "evaluate", str(shown.folder) if shown else "RUN"])

    @override
    def update_for(self, change: Change | None) -> None:
        if change is None or change.topic in (Topic.PROJECT, Topic.SHOWN_RUN):
            self._folder = None
            self.notice.hide()
            self._refresh()
        elif change.topic is Topic.RUN and change.run is not None:
            self._heard(change, self.session.runs.get(change.run))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being loaded or saved."""
        self.reader.end()
        self.save.end()
        self.view.end()
        super().closeEvent(event)

    # ------------------------------------------------------------------ what is shown

    def _heard(self, change: Change, run: Run | None) -> None:
        """Follow what happens to the shown training and to its measurements; others are of no interest."""
        training = self.session.shown_run
        if run is None or training is None:
            return
        if isinstance(run.job, EvaluateJob) and measures(run.job, training.folder):
            match change.event:
                case RunFinished():
                    self._folder = run.folder
                    for warning in run.warnings:
                        self.notice.show_message("info", tr(warning.message), tr(warning.hint))
                case RunFailed() as failure:
                    self.notice.show_message("error", failure.message, failure.hint, failure.details)
                case RunStopped():
                    self.notice.show_message("info", tr("Measuring was stopped."), tr("Nothing has changed."))
            self._show_progress()
        if change.event is None or isinstance(change.event, RunFinished | RunFailed | RunStopped):
            self._refresh()

    def _refresh(self) -> None:
        """Offer what there is, and turn to the chosen report."""
        training = self.session.shown_run
        found = measurements(self.session.runs.values())
        if training is not None and self._folder not in [each.folder for each in _of(found, training)]:
            self._folder = training.folder
        folder = self._folder if training is not None else None
        self.run_chooser.show_choices([(each.folder, each.title) for each in found], folder)
        self.run_chooser.setVisible(bool(found))
        self.reader.turn_to(folder)
        self._show()

    def _show(self) -> None:
        """Show the report, that it is being read, or why there is none."""
        if self.reader.report is not None:
            self._offer_splits(self.reader.report)
        self._show_progress()
        self._show_empty_state()
        self._arrange()
        self._draw()

    def _offer_splits(self, report: Report) -> None:
        """Keep to the split that is looked at, where this report has it too."""
        choices, before = [(name, _split_words(report, name)) for name in splits_of(report)], self.split.choice
        if self.split.choices != choices:
            self.split.set_choices(choices)
            self.split.choose(before)

    def _arrange(self) -> None:
        report, training = self.reader.report, self.session.shown_run
        self.again.setVisible(report is not None)
        self.save.setVisible(report is not None)
        self.copy.setVisible(report is not None)
        self.split.setVisible(report is not None)
        if self.primary is not None:
            self.primary.setVisible(has_model(training) and not self.reader.is_reading)
            self.primary.setText(tr("Try it yourself") if report else tr("Measure"))
            self.primary.set_icon("try" if report else "evaluate")
            self.primary.setEnabled(report is not None or self._measuring() is None)

    def _draw(self) -> None:
        project, report, folder = self.session.project, self.reader.report, self._folder
        training = self.session.shown_run
        if project is None or report is None or folder is None or training is None:
            self.view.show_nothing()
        elif self.split.choice in report.splits:
            files = SampleFiles(project, report.dataset)
            self.save.offer(folder, report, files.sight)
            self.view.show_report(training.folder, folder, report, self.split.choice, files)

    def _show_empty_state(self) -> None:
        clear(self._empty_place)
        training = self.session.shown_run
        if self.reader.is_reading:
            self._empty_place.addWidget(label(tr("The report is large; it is being read…"), "muted"))
        elif self.reader.report is None and self._measuring() is None:
            is_learning = training is not None and self.session.is_running(training.folder)
            self._empty_place.addWidget(empty_state(training, self.leave_for.emit, is_learning=is_learning))

    # ------------------------------------------------------------------ what a person can do

    def _choose_run(self, folder: object) -> None:
        for each in measurements(self.session.runs.values()):
            if each.folder == folder:
                if each.training != self.session.shown:
                    self.session.show_run(each.training)
                self._folder = each.folder
                self._refresh()

    def _go_on(self) -> None:
        if self.reader.report is not None:
            self.leave_for.emit("try")
        else:
            self.measure(None)

    def measure(self, dataset: str | None) -> None:
        """Measure the shown training on its own splits, or on another revision. Raises ProjectError, DiskFull."""
        training = self.session.shown_run
        if training is not None:
            self.notice.hide()
            self.session.start(EvaluateJob(run=str(training.folder), dataset=dataset))

    def _measuring(self) -> Run | None:
        """The measurement of the shown training that is under way."""
        shown = self.session.shown
        found = [run for run in self.session.running() if isinstance(run.job, EvaluateJob)]
        return next((run for run in found if shown and _is_of(run, shown)), None)

    def _show_progress(self) -> None:
        run = self._measuring()
        self.again.setEnabled(run is None)
        if run is None:
            self.progress.hide()
        elif run.progress is None:
            self.progress.show_progress(title_of(run), tr("Loading the model…"))
        else:
            step = run.progress
            words = tr("{done} of {total} samples", done=count(step.done), total=count(step.total or 0))
            left = remaining(step.remaining_s)
            self.progress.show_progress(title_of(run), f"{words}, {left}" if left else words, step.done, step.total)

    def _stop(self) -> None:
        run = self._measuring()
        if run is not None:
            self.attempt(partial(self.session.ask, run.folder, Stop()))

    def _fill_measure_menu(self) -> None:
        self._measure_menu.clear()
        own = self._measure_menu.addAction(tr("On its own validation and test samples"))
        own.triggered.connect(lambda: self.attempt(partial(self.measure, None)))
        project, report = self.session.project, self.reader.report
        if project is None or report is None:
            return
        self._measure_menu.addSection(tr("On every sample of other data"))
        for revision in reversed(project.all_revisions()[-MOST_OFFERED:]):
            words = tr("{data} ({some})", data=revision.key, some=samples(revision.counts.total))
            action = self._measure_menu.addAction(words)
            action.setEnabled(set(revision.classes) <= set(report.classes))
            action.triggered.connect(lambda _=False, key=revision.key: self.attempt(partial(self.measure, key)))

    def _copy_figures(self) -> None:
        report = self.reader.report
        if report is not None:
            QGuiApplication.clipboard().setText(copied(report.splits[self.split.choice], metrics_of(report)))
            self.notice.show_message("info", tr("The figures are copied; paste them into a spreadsheet."))


def _of(found: list[Measurement], training: Run) -> list[Measurement]:
    return [each for each in found if each.training == training.folder]


def _is_of(run: Run, training: Path) -> bool:
    return isinstance(run.job, EvaluateJob) and measures(run.job, training)


def _split_words(report: Report, name: str) -> str:
    return tr("{split} ({count})", split=split_title(name), count=count(report.splits[name].samples))
