"""The train page: how to train, and how it goes; knows no setting, no metric and no task by name."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout
from typing_extensions import override

from ptstudio.app.change import Change, Topic
from ptstudio.app.pages._page import Page
from ptstudio.app.pages._train_progress import TrainProgress
from ptstudio.app.pages._train_queue import TrainQueue
from ptstudio.app.pages._train_setup import TrainSetup
from ptstudio.app.run_command import command_of
from ptstudio.app.theme import Space
from ptstudio.app.train_command import train_command
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import card, row
from ptstudio.app.widgets.text import Button, label
from ptstudio.core.errors import ModelError, ProjectError
from ptstudio.core.events import Final, RunStarted
from ptstudio.core.jobs import TrainJob
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models import all_families
from ptstudio.models._recognition import find_model


class TrainPage(Page):
    """Two views: the settings of the next training, and the training that is shown."""

    key = "train"

    @override
    def title(self) -> str:
        return tr("Train")

    @override
    def sentence(self) -> str:
        return tr("Choose how to train, start, and watch it learn. You can stop at any time and keep the best so far.")

    @override
    def build(self) -> None:
        self.set_primary(tr("Start training"), "play", self.start)
        self.later = Button(tr("Start later…"), icon_name="later", tip=tr("Tonight at 22:00, or when you like"))
        self.later.clicked.connect(lambda: self.attempt(self.start_later))
        self._actions.insertWidget(0, self.later)
        self.setup_tab, self.progress_tab = Button(tr("How to train")), Button(tr("How it goes"))
        self._tabs = QButtonGroup(self)
        for tab in (self.setup_tab, self.progress_tab):
            tab.setCheckable(True)
            self._tabs.addButton(tab)
            tab.clicked.connect(self._show_view)
        self.setup = TrainSetup(self.session)
        self.progress = TrainProgress(self.session)
        self.queue = TrainQueue(self.session)
        self.queue.failed.connect(self.show_error)
        for view in (self.setup, self.progress):
            view.failed.connect(self.show_error)
            view.leave_for.connect(self.leave_for)
        self._missing = label("", "heading")
        self._missing_hint = label("", "muted")
        self.way_out = Button(tr("Go on"), icon_name="next")
        self.way_out.clicked.connect(self._leave)
        self._way_out_key = "data"
        self.empty = card(self._missing, self._missing_hint, row(self.way_out, None))
        views = QVBoxLayout()
        views.setSpacing(Space.medium)
        for widget in (self.empty, self.setup, self.progress):
            views.addWidget(widget)
        self.body.addWidget(self.queue)
        self.body.addLayout(row(self.setup_tab, self.progress_tab, None, gap=Space.tight))
        self.body.addLayout(views)
        self.body.addStretch(1)
        self.setup_tab.setChecked(True)

    @override
    def update_for(self, change: Change | None) -> None:
        topic = change.topic if change else Topic.PROJECT
        if topic is Topic.PROJECT:
            self.setup.start_anew()
        if topic in (Topic.PROJECT, Topic.SHOWN_RUN):
            (self.progress_tab if self.session.shown_run else self.setup_tab).setChecked(True)
            self._show_view()
        elif topic is Topic.DRAFT:
            self.setup_tab.setChecked(True)
            self._show_view()
        elif topic in (Topic.DATA, Topic.MODEL, Topic.LIBRARY):
            self._show_view()
        elif change is not None and topic is Topic.RUN:
            self._note(change)

    @override
    def command(self) -> str | None:
        """What does the training that is looked at: the one that is drafted, or the one that is shown."""
        project, revision = self.session.project, self.session.revision
        shown = self.session.shown_run
        if project is not None and shown is not None and self.progress_tab.isChecked():
            return command_of(shown, project) or None
        if project is None or revision is None:
            return "ptstudio train --data … --model … --out …"
        command = train_command(project.folder, revision, self.session.model, self.session.draft)
        return f"{command} --queue" if self.session.queue.is_busy else command

    def start(self) -> None:
        """Start the training that is drafted, or add it to the queue where something is under way.

        Raises ProjectError, DiskFull.
        """
        if self.session.queue.is_busy:
            self.queue.add(self._drafted())
        else:
            self.session.start(self._drafted())

    def start_later(self) -> None:
        """Ask when the training that is drafted is to start. Raises ProjectError."""
        self.queue.ask_and_add(self._drafted())

    def _drafted(self) -> TrainJob:
        job = self.setup.job()
        if job is None:
            raise ProjectError(tr("There is no data to learn from yet."), tr("Import data first, on the Data page."))
        return job

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing of it goes on in other threads."""
        self.progress.let_go()
        super().closeEvent(event)

    # ------------------------------------------------------------------ inside

    def _note(self, change: Change) -> None:
        """Something happened in a run, perhaps one that is not shown."""
        run = self.session.runs.get(change.run) if change.run else None
        if change.event is None or isinstance(change.event, RunStarted | Final):
            self._show_primary()
            self.queue.redraw()
        is_other = change.event is None or isinstance(change.event, RunStarted)
        if is_other and run is not None and isinstance(run.job, TrainJob):
            self.progress.show_trainings()
        if self.progress.is_shown(change.run) or change.event is None:
            self.progress.update_soon()

    def _show_view(self) -> None:
        model_title = self._look_for_what_is_missing()
        has_run = self.session.shown_run is not None
        self.progress_tab.setEnabled(has_run)
        shows_progress = self.progress_tab.isChecked() and has_run
        self.empty.setVisible(not shows_progress and bool(self._missing.text()))
        self.setup.setVisible(not shows_progress and self.session.revision is not None)
        self.progress.setVisible(shows_progress)
        if self.session.revision is not None:
            self.setup.redraw(model_title)
        if has_run:
            self.progress.redraw()
        self.queue.redraw()
        self._show_primary()

    def _show_primary(self) -> None:
        if self.primary is None:
            return
        is_busy = self.session.queue.is_busy
        words = tr("Add to the queue") if is_busy else tr("Start training")
        if self.primary.text() != words:
            self.primary.setText(words)
            self.primary.set_icon("queue" if is_busy else "play")
        can_write = not self._missing.text() and not self.session.is_read_only
        for button in (self.primary, self.later):
            button.setEnabled(can_write)
        waiting = tr("It starts when what is under way and what waits before it has ended.")
        read_only = tr("Read only: open in another window") if self.session.is_read_only else ""
        self.primary.setToolTip(self._missing.text() or read_only or (waiting if is_busy else ""))

    def _look_for_what_is_missing(self) -> str:
        """Say what has to be done before a training; gives the title of the model."""
        if self.session.revision is None:
            self._say(
                tr("There is no data to learn from yet"),
                tr("Import a folder, a table or a ZIP first."),
                tr("Go to Data"),
                "data",
            )
            return ""
        is_needed = not dict(self.session.draft.settings).get("from_scratch")
        library = Library.standard()
        try:
            if not self.session.model:
                raise ModelError("No pretrained model is chosen yet.", "The Model page says which suit your data.")
            model, entry = find_model(self.session.model, library)
            if entry is None and is_needed:
                raise_if_absent(library)
        except ModelError as error:
            self._say(error.message, error.hint, tr("Go to Model"), "model")
            return self.session.model
        if self.session.task not in all_families()[model.family].tasks:
            words = tr("{model} is made for another task", model=model.title)
            self._say(words, tr("Choose another on the Model page."), tr("Go to Model"), "model")
        elif entry is None and is_needed:
            words = tr("The weights of {model} are not on this machine", model=model.title)
            hint = tr("Add their file on the Model page, or choose another model.")
            self._say(words, hint, tr("Go to Model"), "model")
        else:
            self._say("", "", tr("Go on"), "train")
        return model.title

    def _say(self, missing: str, hint: str, way_out: str, key: str) -> None:
        self._missing.setText(missing)
        self._missing_hint.setText(hint)
        self.way_out.setText(way_out)
        self._way_out_key = key

    def _leave(self) -> None:
        self.leave_for.emit(self._way_out_key)
