"""The Export page: a trained model for other programs, and the proof that it predicts the same."""

import shlex
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from ptstudio.app import formats, job_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.pages._page import Page
from ptstudio.app.past_exports import exports_of, folder_of, is_taken, next_folder, place_for, result_of
from ptstudio.app.run_titles import begun_words, training_title
from ptstudio.app.theme import Space
from ptstudio.app.trained_runs import is_asked_questions, trained_run, trained_runs
from ptstudio.app.translation import tr
from ptstudio.app.widgets.chooser import Chooser
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.export_view import ExportView
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import card, clear, column, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.app.widgets.verdict_banner import VerdictBanner
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFailed, StepEnded
from ptstudio.core.jobs import ExportJob, TrainJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run, RunStatus
from ptstudio.exporters import all_exporters
from ptstudio.tasks import all_tasks


class ExportPage(Page):
    """Starts exports of the trained model that is shown, and shows what came of them."""

    key = "export"

    @override
    def title(self) -> str:
        return tr("Export")

    @override
    def sentence(self) -> str:
        return tr("Take the model to other programs, with proof that it predicts there what it predicts here.")

    @override
    def build(self) -> None:
        self._picked: Path | None = None
        self._wanted: Path | None = None
        self._drawn: object = None
        self.view: ExportView | None = None
        self.set_primary(tr("Start export"), "export", self.start)
        to_train = Button(tr("Go to training"), icon_name="train")
        to_train.clicked.connect(lambda: self.leave_for.emit("train"))
        self.empty = EmptyState(
            "export",
            tr("There is no trained model to export yet"),
            tr("Train one first. As soon as a training has ended, its model can be exported here."),
            (to_train,),
        )
        self.progress = JobProgress(tr("Stop this export; nothing is written"))
        self.progress.stopped.connect(self._stop)
        self.earlier = Chooser(tr("Exports so far"))
        self.earlier.chosen.connect(self._pick)
        self._shown = QVBoxLayout()
        self.filled = QWidget()
        parts = column(self._plan(), self.progress, row(self.earlier, None), self._shown, gap=Space.medium)
        self.filled.setLayout(parts)
        for part in (self.empty, self.filled):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _plan(self) -> QWidget:
        """What will be exported, as what, and where to."""
        self.model = Chooser(tr("Model"))
        self.model.chosen.connect(self.session.show_run)
        self.format = Chooser(tr("Format"))
        self.format.chosen.connect(self._choose_format)
        self._format = next(iter(all_exporters()))
        self.format.setVisible(len(all_exporters()) > 1)
        self.summary = label("")
        self.out = QLineEdit()
        self.out.setAccessibleName(tr("Folder for the export"))
        self.out.editingFinished.connect(self._take_folder)
        browse = Button(tr("Choose…"), icon_name="open", tip=tr("Choose where the new folder is made"))
        browse.clicked.connect(self._browse)
        words = label(tr("New folder"))
        words.setWordWrap(False)
        words.setBuddy(self.out)
        proof = label(
            tr("Each file is then run on your validation samples and compared with the model here: its certificate."),
            "muted",
        )
        what = column(self.summary, proof, gap=Space.tight)
        return card(row(self.model, self.format, None), what, row(words, self.out, browse), gap=Space.medium)

    @override
    def command(self) -> str | None:
        run = trained_run(self.session)
        out = str(self._place(run)) if run is not None else tr("exported")
        chosen = [] if self._format == "onnx" else ["--format", self._format]
        return shlex.join(["ptstudio", "export", str(run.folder) if run else "RUN", "--out", out, *chosen])

    @override
    def update_for(self, change: Change | None) -> None:
        if change is not None and change.topic in (Topic.PROJECT, Topic.SHOWN_RUN):
            self._picked = self._wanted = None
            self.notice.hide()
        if change is not None and change.topic is Topic.RUN and isinstance(change.event, StepEnded):
            self._show_progress()
        elif change is None or change.topic in (Topic.PROJECT, Topic.SHOWN_RUN) or self._is_about_us(change):
            self._redraw()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Look again whether the files are still there."""
        super().showEvent(event)
        self._redraw()

    # ------------------------------------------------------------------ what a person does

    def start(self) -> None:
        """Export the model into the chosen folder. Raises ProjectError where something lies there already."""
        run = trained_run(self.session)
        if run is None:
            return
        out = self._place(run)
        if is_taken(out):
            message = tr("There is something in “{folder}” already.", folder=out)
            raise ProjectError(message, tr("Choose a new folder: an export never writes over anything."))
        self.notice.hide()
        self._picked = self.session.start(ExportJob(run=str(run.folder), out=str(out), format=self._format))
        self._wanted = None
        self._redraw()

    def _stop(self) -> None:
        under_way = self._under_way()
        if under_way is not None:
            self.attempt(partial(self.session.ask, under_way.folder, Stop()))

    def _pick(self, folder: object) -> None:
        self._picked = folder if isinstance(folder, Path) else None
        self._redraw()

    def _choose_format(self, key: object) -> None:
        self._format = str(key)
        self._redraw()

    def _browse(self) -> None:
        run, project = trained_run(self.session), self.session.project
        if run is None or project is None:
            return
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose where the new folder is made"), self.out.text())
        if chosen:
            place = Path(chosen)
            self._wanted = place / next_folder(run.folder, project).name if is_taken(place) else place
            self._redraw()

    def _take_folder(self) -> None:
        """What was typed counts until the next export; nothing typed means the folder that is suggested."""
        run = trained_run(self.session)
        if run is not None:
            self._wanted = self._place(run) if self.out.text().strip() else None
            self.out.setModified(False)
            self._redraw()

    # ------------------------------------------------------------------ what there is

    def _place(self, run: Run) -> Path:
        project = self.session.project
        return place_for(self.out.text(), run.folder, project) if project is not None else Path()

    def _exports(self) -> list[Run]:
        run = trained_run(self.session)
        return exports_of(run.folder, self.session.runs.values()) if run is not None else []

    def _under_way(self) -> Run | None:
        return next((run for run in self._exports() if self.session.is_running(run.folder)), None)

    def _is_about_us(self, change: Change) -> bool:
        run = self.session.runs.get(change.run) if change.run is not None else None
        return run is not None and isinstance(run.job, ExportJob | TrainJob)

    # ------------------------------------------------------------------ what is shown

    def _redraw(self) -> None:
        run, project = trained_run(self.session), self.session.project
        self.empty.setVisible(run is None)
        self.filled.setVisible(run is not None)
        if self.primary is not None:
            self.primary.setEnabled(run is not None and self._under_way() is None)
        if run is None or project is None:
            return
        trained = [(each.folder, training_title(each)) for each in trained_runs(self.session)]
        self.model.show_choices(trained, run.folder)
        exporters = all_exporters()
        self.format.show_choices([(key, tr(each.title)) for key, each in exporters.items()], self._format)
        chosen = exporters[self._format]
        self.summary.setText(tr("{title}: {summary}", title=tr(chosen.title), summary=tr(chosen.summary)))
        if not (self.out.hasFocus() and self.out.isModified()):
            self.out.setText(str(self._wanted or next_folder(run.folder, project)))
        self._show_progress()
        self._show_exports(project)

    def _show_progress(self) -> None:
        run = self._under_way()
        if run is None:
            self.progress.hide()
            return
        step = run.progress
        done, total = (step.done, step.total) if step is not None else (0, None)
        left = formats.remaining(step.remaining_s) if step is not None else ""
        self.progress.show_progress(tr(run.stage.title) if run.stage else tr("Starting the export"), left, done, total)

    def _show_exports(self, project: Project) -> None:
        ended = [run for run in self._exports() if not self.session.is_running(run.folder)]
        shown = next((run for run in ended if run.folder == self._picked), next(iter(ended), None))
        if self._under_way() is not None and self._picked not in [run.folder for run in ended]:
            shown = None
        self.earlier.setVisible(len(ended) > 0)
        self.earlier.show_choices([(run.folder, _title(run)) for run in ended], shown.folder if shown else None)
        result = result_of(shown) if shown is not None else None
        folder = folder_of(result, project) if result is not None else None
        if (shown and shown.folder, shown and shown.status, folder) == self._drawn:
            return
        self._drawn = (shown and shown.folder, shown and shown.status, folder)
        clear(self._shown)
        self.view = None
        if shown is not None and result is not None:
            is_asked = is_asked_questions(trained_run(self.session))
            self.view = ExportView(result, folder, self._metrics(), answers_questions=is_asked)
            self._shown.addWidget(self.view)
        elif shown is not None:
            self._shown.addWidget(self._without_result(shown))

    def _metrics(self) -> tuple[MetricFacts, ...]:
        run = trained_run(self.session)
        task = all_tasks().get(run.job.task) if run is not None and isinstance(run.job, TrainJob) else None
        return task.metrics if task is not None else ()

    def _without_result(self, run: Run) -> QWidget:
        """An export that was stopped, failed, or whose worker vanished."""
        again = Button(tr("Try again"), icon_name="undo")
        again.clicked.connect(partial(self.attempt, self.start))
        if isinstance(run.final, RunFailed):
            return VerdictBanner("error", run.final.message, run.final.hint, (again,))
        if run.status is RunStatus.STOPPED:
            heading = tr("This export was stopped")
        else:
            heading = tr("This export was broken off before its end")
        return VerdictBanner("warning", heading, tr("Nothing was written. You can start it again."), (again,))


def _title(run: Run) -> str:
    when = begun_words(run)
    result = result_of(run)
    if result is None:
        return tr("{when} · {status}", when=when, status=job_words.status_words(run))
    passed = sum(certificate.passed for certificate in result.certificates)
    return tr("{when} · {passed} of {all} passed", when=when, passed=passed, all=len(result.certificates))
