"""The queue on the train page: what waits, in its order, and what can be done about it; knows no setting."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ptstudio.app import queue_words
from ptstudio.app.run_queue import Removed
from ptstudio.app.session import Session
from ptstudio.app.theme import Space
from ptstudio.app.translation import tr
from ptstudio.app.widgets.layout import boxed, column, row
from ptstudio.app.widgets.queue_list import QueueList
from ptstudio.app.widgets.start_time_dialog import StartTimeDialog
from ptstudio.app.widgets.text import Button, Sign, label
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import Job, TrainJob
from ptstudio.core.queue import tonight
from ptstudio.core.queue_file import now
from ptstudio.core.run import Run


class TrainQueue(QWidget):
    """Hidden while nothing waits and what is under way is in view; `failed(PTStudioError)`."""

    failed = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._removed: Removed | None = None
        self.list = QueueList()
        self._under_way = label("", "body")
        self.watch = Button(tr("Watch it"), "quiet", "look", tr("Show how the training that is under way goes"))
        self.watch.clicked.connect(self._watch)
        aside = row(Sign("running", "accent"), self._under_way, self.watch, margin=Space.tight)
        aside.setStretch(1, 1)
        self.aside = boxed(aside, "notice")
        self.setLayout(column(self.aside, self.list))
        shown = self.list
        shown.moved.connect(lambda key, by: self._do(partial(session.queue.move, key, by)))
        shown.start_wanted.connect(lambda key: self._do(partial(session.queue.start_next, key)))
        shown.again_wanted.connect(lambda key: self._do(partial(session.queue.try_again, key)))
        shown.time_wanted.connect(self._ask_for_time)
        shown.removed.connect(lambda key: self._do(partial(self._take_out, key)))
        shown.back_wanted.connect(lambda: self._do(self._bring_back))
        shown.hold_wanted.connect(lambda: self._do(session.queue.hold))
        shown.more_wanted.connect(lambda: self._do(session.queue.go_on))
        session.queue.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Show the queue as it is by now."""
        queue, moment = self.session.queue.queue, now()
        is_busy = self.session.queue.is_busy
        if self.session.project is None:
            self._forget_removed()
        words = queue_words.state_words(queue, moment, is_busy=is_busy, countdown_s=self.session.queue.countdown_s)
        lines = queue_words.lines_of(queue, moment, is_busy=is_busy)
        self.list.show_hold(bool(queue.hold))
        self.list.show_lines(queue_words.heading(queue), words, lines, can_change=not self.session.is_read_only)
        hidden = self._hidden_training()
        self.aside.setVisible(hidden is not None)
        if hidden is not None:
            self._under_way.setText(tr("Under way: {title}", title=queue_words.title_of(hidden.job)))
        self.setVisible(hidden is not None or not self.list.isHidden())

    def add(self, job: Job, not_before: datetime | None = None) -> None:
        """Have a job wait. Raises ProjectError, JobFailure."""
        self._forget_removed()
        self.session.queue.add(job, not_before)

    def ask_and_add(self, job: Job) -> None:
        """Ask when a job is to start, tonight for instance, and have it wait for that."""
        moment = now()
        dialog = StartTimeDialog(self, moment, tonight(moment), tr("Add to the queue"))
        dialog.accepted.connect(lambda: self._do(partial(self.add, job, dialog.chosen)))
        dialog.open()

    def _ask_for_time(self, key: str) -> None:
        moment = now()
        wanted = self.session.queue.queue.entry(key).not_before
        proposed = wanted if wanted is not None and wanted > moment else tonight(moment)
        dialog = StartTimeDialog(self, moment, proposed, tr("Start it then"))
        dialog.accepted.connect(lambda: self._do(lambda: self.session.queue.set_time(key, dialog.chosen)))
        dialog.open()

    def _take_out(self, key: str) -> None:
        self._removed = self.session.queue.take_out(key)
        self.list.show_removed(queue_words.title_of(self._removed.entry.job))
        self.redraw()

    def _bring_back(self) -> None:
        if self._removed is not None:
            self.session.queue.bring_back(self._removed)
            self._forget_removed()
            self.redraw()

    def _forget_removed(self) -> None:
        self._removed = None
        self.list.show_removed("")

    def _hidden_training(self) -> Run | None:
        """A training that is under way while another is shown."""
        trainings = [run for run in self.session.running() if isinstance(run.job, TrainJob)]
        return None if any(run.folder == self.session.shown for run in trainings) else next(iter(trainings), None)

    def _watch(self) -> None:
        run = self._hidden_training()
        if run is not None:
            self.session.show_run(run.folder)

    def _do(self, action: Callable[[], object]) -> None:
        try:
            action()
        except PTStudioError as error:
            self.failed.emit(error)
