"""“Which model suits my data?”: a window beside the Model page in which models are tried, ranked and chosen."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from ptstudio.app import formats, model_ranking, ranking_setup
from ptstudio.app.change import Change, Topic
from ptstudio.app.model_browsing import Listed
from ptstudio.app.model_fit import room_on
from ptstudio.app.model_ranking import Ranked
from ptstudio.app.ranking_setup import Obstacle
from ptstudio.app.run_command import command_of
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.elided import ElidedLabel
from ptstudio.app.widgets.empty_state import EmptyState
from ptstudio.app.widgets.job_progress import JobProgress
from ptstudio.app.widgets.layout import column, row
from ptstudio.app.widgets.notice import Notice
from ptstudio.app.widgets.ranking_choice import RankingChoice
from ptstudio.app.widgets.ranking_view import RankingView
from ptstudio.app.widgets.text import Button, IconButton, label
from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import RunFailed, RunFinished, RunStopped
from ptstudio.core.jobs import RankJob
from ptstudio.core.machine import this_machine
from ptstudio.core.ranking import Ranking
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks

WIDEST, HIGHEST = 1120, 800


class ModelRanking(QDialog):
    """`used(words)` is emitted when a person has chosen a model, `ranked` when there is a new ranking.

    It can be closed while models are tried.
    """

    used = Signal(str)
    ranked = Signal()

    def __init__(self, session: Session, ready: Callable[[], Sequence[Listed]], parent: QWidget) -> None:
        """`ready` gives the models that are on this machine."""
        super().__init__(parent)
        self._session, self._ready, self._beside = session, ready, parent
        self._ranked: Ranked | None = None
        self._is_choosing = False
        self._obstacle: Obstacle | None = None
        self.view: RankingView | None = None
        self._is_made = False
        self.setWindowTitle(tr("Which model suits my data?"))
        session.changed.connect(self._changed)

    def _make(self) -> None:
        """Lay it out; at the first opening, since the page is opened more often."""
        self._is_made = True
        self.notice, self.choice, self._stack = Notice(), RankingChoice(ranking_setup.headers()), QStackedWidget()
        self.progress = JobProgress(tr("Stop. Models that are done need not look at the samples again."))
        self.progress.stopped.connect(self._stop)
        self._stack.addWidget(self.choice)
        self.choice.changed.connect(self._show_expected)
        self.copy = IconButton("terminal", tr("Copy what is done here as a command"))
        self.copy.clicked.connect(self._copy_command)
        top = row(label(self.windowTitle(), "title"), self.copy)
        top.setStretch(0, 1)
        whole = column(top, self.notice, self.progress, self._stack, gap=Space.medium, margin=Space.large)
        whole.setStretch(3, 1)
        whole.addLayout(self._bottom())
        self.setLayout(whole)

    def open_for(self, ticked: Collection[str]) -> None:
        """Show what is known of the data in use, or offer to find it out; `ticked` are the models that are meant."""
        if not self._is_made:
            self._make()
        self.notice.hide()
        self._is_choosing = False
        self._offer(set(ticked))
        self._refresh()
        room = self._beside.window().size() * 0.94
        self.resize(min(room.width(), WIDEST), min(room.height(), HIGHEST))
        self.show()
        self.activateWindow()
        offered = (button for button in (self.use, self.start, self.again) if button.isVisible())
        next((button for button in offered if button.isEnabled()), self.copy).setFocus()

    def renew(self) -> None:
        """Offer the models that are on this machine by now."""
        if self.isVisible():
            self._offer(set())
            self._refresh()

    @property
    def ranking(self) -> Ranking | None:
        """The newest ranking on the data in use, if there is one."""
        found = self._found()
        return found.ranking if found is not None else None

    # ------------------------------------------------------------------ what is shown

    def _bottom(self) -> QHBoxLayout:
        self.chosen = ElidedLabel("")
        self.back = Button(tr("Back to the result"), "quiet", "back")
        self.back.clicked.connect(lambda: self._choose(is_wanted=False))
        self.again = Button(tr("Measure again"), "plain", "undo")
        self.again.clicked.connect(lambda: self._choose(is_wanted=True))
        self.start = Button(tr("Try them"), "primary", "play")
        self.start.clicked.connect(lambda: self._attempt(self._start))
        self.use = Button(tr("Use this one"), "primary", "done")
        self.use.clicked.connect(self._use)
        close = Button(tr("Close"))
        close.clicked.connect(self.reject)
        made = row(self.chosen, self.back, self.again, close, self.start, self.use, gap=Space.small)
        made.setStretch(0, 1)
        return made

    def _offer(self, ticked: set[str]) -> None:
        """List what can be tried; all of it is ticked where nothing is meant."""
        ready = self._ready()
        keys = {listed.key for listed in ready}
        self.choice.show_choices([ranking_setup.row_of(listed) for listed in ready], ticked & keys or keys)

    def _refresh(self) -> None:
        run, found = ranking_setup.running(self._session), self._found()
        obstacle = ranking_setup.obstacle(self._session, self._ready())
        is_result = found is not None and run is None and not self._is_choosing
        if found is not None and is_result:
            self._show_result(found)
        elif obstacle is not None and run is None:
            self._show_obstacle(obstacle)
        else:
            samples, kind = ranking_setup.training_samples(self._session), all_tasks()[self._session.task].icon
            self.choice.purpose.setText(ranking_setup.purpose(samples, kind))
            self._stack.setCurrentWidget(self.choice)
        self.choice.lock(is_locked=run is not None)
        self._show_progress(run)
        can_start = obstacle is None and run is None
        self.start.setVisible(can_start and not is_result)
        self.again.setVisible(is_result)
        self.again.setEnabled(can_start)
        self.again.setToolTip("" if obstacle is None else f"{obstacle.message} {obstacle.hint}")
        self.back.setVisible(run is None and self._is_choosing and found is not None)
        self.use.setVisible(is_result)
        self.copy.setVisible(is_result or can_start)
        self._show_chosen()
        self._show_expected()

    def _show_result(self, found: Ranked) -> None:
        if self.view is None or self._ranked is None or self._ranked.run.folder != found.run.folder:
            about = model_ranking.about(found, {listed.key for listed in self._ready()})
            self.view = RankingView(found.ranking, self._session.draft.preset, about)
            self.view.selected.connect(lambda _: self._show_chosen())
            self.view.opened.connect(lambda _: self._use())
            self.view.failed.connect(self._show_error)
            self._show_part(self.view)
        self._ranked = found
        self._stack.setCurrentWidget(self.view)

    def _show_obstacle(self, obstacle: Obstacle) -> None:
        if obstacle != self._obstacle:
            self._show_part(EmptyState("model", obstacle.message, obstacle.hint))
        self._obstacle = obstacle
        self._stack.setCurrentIndex(1)

    def _show_part(self, part: QWidget) -> None:
        """Show something in place of the choice, and forget what was shown so before."""
        while (old := self._stack.widget(1)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._obstacle = None
        if part is not self.view:
            self.view = None
        self._stack.addWidget(part)
        self._stack.setCurrentWidget(part)

    def _show_progress(self, run: Run | None) -> None:
        if run is None:
            self.progress.hide()
            return
        step = run.progress
        title = tr(run.stage.title) if run.stage is not None else tr("Starting a worker that tries the models…")
        words = formats.remaining(step.remaining_s) if step is not None else ""
        self.progress.show_progress(title, words, step.done if step else 0, step.total if step else None)

    def _show_chosen(self) -> None:
        is_result = self.view is not None and self._stack.currentWidget() is self.view and self._ranked is not None
        if self.view is None or self._ranked is None or not is_result:
            self.chosen.show_text("")
            return
        model = self.view.model
        self.chosen.show_text(model_ranking.chosen_words(self._ranked.ranking, model, self._session.draft.preset))
        is_here = model.key in {listed.key for listed in self._ready()}
        self.use.setEnabled(is_here)
        self.use.setToolTip("" if is_here else tr("It is no longer on this machine."))

    def _show_expected(self) -> None:
        """How long it takes to try the models that are ticked."""
        if ranking_setup.running(self._session) is not None:
            self.choice.expected.setText(tr("You may close this window meanwhile; it goes on."))
            return
        ticked = set(self.choice.ticked)
        models = [listed for listed in self._ready() if listed.key in ticked]
        self.start.setEnabled(bool(models))
        if not models:
            self.choice.expected.setText(tr("Tick at least one model."))
            return
        machine = self._session.machine or this_machine()
        samples = ranking_setup.training_samples(self._session)
        seconds = ranking_setup.expected_s(models, samples, machine, has_card=room_on(machine).is_card)
        self.choice.expected.setText(ranking_setup.expected_words(seconds))

    # ------------------------------------------------------------------ what happens

    def _changed(self, change: Change) -> None:
        run = self._session.runs.get(change.run) if change.run is not None else None
        if run is not None and isinstance(run.job, RankJob):
            if isinstance(change.event, RunFinished):
                self.ranked.emit()
            if self._is_made:
                self._tell_end(change)
        if not self.isVisible():
            return
        if change.topic is Topic.PROJECT and self._session.project is None:
            self.hide()
        elif change.topic in (Topic.PROJECT, Topic.DATA):
            self._is_choosing = False
            self.renew()
        elif change.topic is Topic.RUN:
            self._refresh()
            if isinstance(change.event, RunFinished) and self.use.isVisible():
                self.use.setFocus()

    def _tell_end(self, change: Change) -> None:
        """Say why there is no result, where a ranking ended without one."""
        match change.event:
            case RunFailed() as failure:
                self.notice.show_message("error", tr(failure.message), tr(failure.hint), failure.details)
            case RunStopped():
                self.notice.show_message("info", tr("Stopped."), tr("Models that were done need not look at the "
                                         "pictures again."))  # fmt: skip

    def _found(self) -> Ranked | None:
        revision = self._session.revision
        if self._session.project is None or revision is None:
            return None
        return model_ranking.latest(self._session.runs.values(), revision.key)

    # ------------------------------------------------------------------ what a person does

    def _attempt(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self._show_error(error)

    def _show_error(self, error: PTStudioError) -> None:
        self.notice.show_message("error", tr(error.message), tr(error.hint))

    def _choose(self, *, is_wanted: bool) -> None:
        """Offer to try models, or show again what is known."""
        self._is_choosing = is_wanted
        self.notice.hide()
        self._refresh()

    def _job(self) -> RankJob | None:
        return ranking_setup.job_for(self._session, self.choice.ticked, self._ready())

    def _start(self) -> None:
        job = self._job()
        if job is not None:
            self.notice.hide()
            self._session.start(job)
            self._is_choosing = False
            self._refresh()
            self.progress.stop.setFocus()

    def _stop(self) -> None:
        run = ranking_setup.running(self._session)
        if run is not None:
            self._attempt(lambda: self._session.ask(run.folder, Stop()))

    def _use(self) -> None:
        if self.view is not None and self.use.isEnabled():
            model = self.view.model
            self._session.choose_model(model.key)
            self.used.emit(tr("{title} is chosen: your next training starts from it.", title=model.title))
            self.accept()

    def _copy_command(self) -> None:
        project, job = self._session.project, self._job()
        if project is None or job is None:
            return
        shown = self._ranked if self.use.isVisible() else None
        command = command_of(shown.run if shown is not None else Run(project.folder, job), project)
        QGuiApplication.clipboard().setText(command)
        self.notice.show_message("info", tr("Copied. This command does the same in a terminal:"), command)
