"""The data page: where the chosen revision is from, what is in it, what was found, and what changed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from typing_extensions import override

from ptstudio.app import formats, job_words, sample_words
from ptstudio.app.change import Change, Topic
from ptstudio.app.file_opening import open_file
from ptstudio.app.import_draft import inspect_command
from ptstudio.app.import_wizard.wizard import ImportWizard
from ptstudio.app.inbox import Inbox
from ptstudio.app.pages._data_contents import DataContents
from ptstudio.app.pages._page import Page
from ptstudio.app.placed_tasks import has_places
from ptstudio.app.project_beginning import begin_with_data
from ptstudio.app.task_formats import formats_of
from ptstudio.app.translation import tr
from ptstudio.app.widgets.drop_zone import DropZone
from ptstudio.app.widgets.file_choosing import choose_file, choose_folder
from ptstudio.app.widgets.format_examples import FormatExamples
from ptstudio.app.widgets.inbox_line import InboxLine
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.text import Button
from ptstudio.core.errors import ProjectError
from ptstudio.core.events import RunFailed, RunFinished, RunStopped
from ptstudio.core.jobs import ImportJob
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks


class DataPage(Page):
    """Everything about the chosen revision; data that is dropped anywhere on it opens the wizard."""

    key = "data"

    @override
    def title(self) -> str:
        return tr("Data")

    @override
    def sentence(self) -> str:
        return tr("What the network learns from. Look at it well: nothing helps a model more than good data.")

    @override
    def build(self) -> None:
        self.wizard: ImportWizard | None = None
        self._import = self.set_primary(tr("Import data…"), "add", self.open_wizard)
        self.choose_model = Button(tr("Choose a model"), "quiet", "next")
        self.choose_model.clicked.connect(lambda: self.leave_for.emit("model"))
        self.progress = JobProgress(tr("Stop importing; nothing is changed then."))
        self.progress.stopped.connect(self._stop)
        folder, file = Button(tr("Choose a folder…"), icon_name="open"), Button(tr("Choose a file…"), icon_name="file")
        folder.clicked.connect(self._choose_folder)
        file.clicked.connect(self._choose_file)
        self.empty = DropZone(
            tr("No data yet: drop a folder, a table or a ZIP here"),
            sample_words.best_data(self._kind, has_places=has_places(self.session.task)),
            (folder, file),
        )
        self.empty.dropped.connect(self.receive)
        self.examples = FormatExamples()
        self.contents = DataContents(self.session)
        self.contents.tabs.setCornerWidget(self.choose_model)
        self.contents.failed.connect(self.show_error)
        self.contents.told.connect(lambda words: self.notice.show_message("good", words))
        self.inbox_line = InboxLine()
        self.inbox_line.open_requested.connect(self._open_inbox)
        self.inbox_line.use_requested.connect(self._import_again)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.inbox_line)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.examples)
        self.body.addWidget(self.contents, 1)
        self.body.addStretch(0)

    @override
    def update_for(self, change: Change | None) -> None:
        if change is None or change.topic in (Topic.PROJECT, Topic.DATA):
            self._show_revision()
        if change is not None and change.topic is Topic.DATA and self.isVisible():
            self._take_offer()
        if change is not None and change.topic is Topic.RUN and change.run is not None:
            self._hear(change.run, change)
        self._show_progress()

    @override
    def command(self) -> str | None:
        revision = self.session.revision
        return inspect_command(revision.source, revision.options) if revision is not None else "ptstudio inspect FOLDER"

    @property
    def _kind(self) -> str:
        """What a sample is."""
        return all_tasks()[self.session.task].icon

    # ------------------------------------------------------------------ the wizard

    def open_wizard(self, source: Path | None = None) -> None:
        """Open the import wizard, or bring it to the front. Raises ProjectError where nothing may be written."""
        if self.session.project is None:
            raise ProjectError("No project is open.", "Open a project first, or make a new one on the start page.")
        if self.session.is_read_only:
            raise ProjectError(
                "This project is open in another window; here it can only be looked at.",
                "Import the data in the other window, or close it and open the project again.",
            )
        if self.wizard is None:
            project = self.session.project
            self._known = {revision.key for revision in project.all_revisions()}
            self.wizard = ImportWizard(self.session, self, source)
            self.wizard.finished.connect(self._forget_wizard)
            self.wizard.imported.connect(self._welcome)
            self.wizard.new_project_requested.connect(self._begin_new)
            self.wizard.show()
        elif source is not None:
            self.wizard.begin_with(source)
        self.wizard.activateWindow()

    @override
    def take_dropped(self, paths: Sequence[Path]) -> None:
        self.open_wizard(paths[0])

    def offer(self, source: Path) -> None:
        """Open the wizard with this data."""
        self.attempt(partial(self.open_wizard, source))

    def _open_inbox(self) -> None:
        if self.session.project is not None:
            open_file(self.session.project.inbox_folder())

    def _import_again(self) -> None:
        if self.session.revision is not None:
            self.offer(Path(self.session.revision.source))

    def _take_offer(self) -> None:
        source, self.session.offered = self.session.offered, None
        if source is not None:
            self.offer(source)

    def _begin_new(self, source: Path, task: str) -> None:
        """Leave this project for a new one, for data of another task; they are offered there."""
        if self.wizard is not None:
            self.wizard.reject()
        self.attempt(partial(begin_with_data, self.session, source, task))

    @Slot()
    def _forget_wizard(self) -> None:
        if self.wizard is not None:
            self.wizard.deleteLater()
        self.wizard = None

    def _welcome(self, key: str) -> None:
        look = sample_words.look_and_go_on(self._kind)
        again = tr("Look at what has changed; then train again, so that a model learns from it.")
        is_first = self.session.revision is None or self.session.revision.number == 1
        if key in self._known:
            waits = tr("What still waits in the inbox is of a class that was left out, or in the data already.")
            there = tr("The data are as they were when {key} was imported.", key=key)
            self.notice.show_message("info", tr("Nothing has changed"), f"{there} {waits if self._waiting() else ''}")
            return
        self.notice.show_message("good", tr("Imported: {key}", key=key), look if is_first else again)

    def _waiting(self) -> int:
        """How many corrected samples wait in the inbox."""
        project = self.session.project
        return Inbox(project.inbox_folder()).count() if project is not None else 0

    # ------------------------------------------------------------------ what a person sees

    def _show_revision(self) -> None:
        revision = self.session.revision
        self.empty.setVisible(revision is None)
        self.examples.setVisible(revision is None)
        self.examples.show_formats(formats_of(self.session.task))
        self.empty.show_hint(sample_words.best_data(self._kind, has_places=has_places(self.session.task)))
        self.contents.setVisible(revision is not None)
        self._import.setText(tr("Import data…") if revision is None else tr("Import again…"))
        if self.session.project is None and self.wizard is not None:
            self.wizard.reject()
        self.contents.show_revision(revision)
        self._show_inbox()

    def _show_inbox(self) -> None:
        project, revision = self.session.project, self.session.revision
        is_wanted = project is not None and revision is not None
        self.inbox_line.show_count(self._waiting() if is_wanted else 0, self._kind)

    def _import_run(self) -> Run | None:
        imports = (run for run in self.session.running() if isinstance(run.job, ImportJob) and not run.job.is_dry)
        return next(imports, None)

    def _show_progress(self) -> None:
        run = self._import_run()
        if run is None:
            self.progress.hide()
            return
        step = run.progress
        words = formats.remaining(step.remaining_s) if step is not None else ""
        if step is not None and step.total is None:
            words = tr("{some} so far", some=formats.samples(step.done))
        total = step.total if step is not None else None
        self.progress.show_progress(job_words.title_of(run), words, step.done if step else 0, total)

    def _hear(self, folder: Path, change: Change) -> None:
        run = self.session.runs.get(folder)
        if run is None or not isinstance(run.job, ImportJob) or run.job.is_dry or run.job.for_measuring:
            return
        match change.event:
            case RunFinished(result=result):
                key = str(result["revision"])
                if self.session.revision is None or self.session.revision.key != key:
                    self.attempt(partial(self.session.choose_revision, key))
            case RunFailed() as failure:
                self.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
            case RunStopped():
                self.notice.show_message("info", tr("The import was stopped."), tr("Nothing was changed."))

    def _stop(self) -> None:
        run = self._import_run()
        if run is not None:
            self.session.ask(run.folder, Stop())

    def _choose_folder(self) -> None:
        chosen = choose_folder(self, tr("Choose a folder"))
        if chosen is not None:
            self.offer(chosen)

    def _choose_file(self) -> None:
        chosen = choose_file(self, tr("Choose a table or a ZIP"))
        if chosen is not None:
            self.offer(chosen)

    # ------------------------------------------------------------------ Qt's events

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What was dropped on the start page is taken up here."""
        super().showEvent(event)
        self._show_inbox()
        self._take_offer()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing goes on in the background."""
        if self.wizard is not None:
            self.wizard.reject()
        self.contents.end()
        super().closeEvent(event)
