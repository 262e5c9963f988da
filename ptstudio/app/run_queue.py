"""The queue of the open project in the window: what waits is started once nothing else is under way; knows no page.

Nothing heavy begins unknown to a person: what waited when the project was opened is counted down before it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ptstudio.app.change import Change, Topic
from ptstudio.app.run_kinds import is_heavy
from ptstudio.core.errors import ProjectError, PTStudioError
from ptstudio.core.events import Final, RunStopped
from ptstudio.core.jobs import Job
from ptstudio.core.queue import Entry, EntryState, Hold, Queue, new_entry
from ptstudio.core.queue_file import QueueFile, Taken, now
from ptstudio.core.run import Run

if TYPE_CHECKING:
    from ptstudio.app.session import Session

COUNTDOWN_S = 30
LONGEST_NAP_S = 60.0
"""How long at most nobody looks at the clock, so that a changed clock and a machine that slept do no harm."""
RETRY_S = 5.0
"""How soon is looked again where another program was at work in the project."""
ASLEEP_S = 180.0
"""Who has not looked for longer than this was asleep, or the clock was set forward."""


@dataclass(frozen=True)
class Removed:
    """An entry that a person has taken out, and how it can be brought back."""

    entry: Entry
    place: int
    hold: Hold


class RunQueue(QObject):
    """`changed` when the queue or its countdown has changed, `was_late(Entry)` when a run was started after its time.

    Methods that change the queue raise ProjectError or JobFailure where it cannot be written.
    """

    changed = Signal()
    was_late = Signal(object)

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self.queue = Queue()
        self.countdown_s: int | None = None
        self._file: QueueFile | None = None
        self._stamp = 0
        self._is_known = True
        self._is_resting = False
        self._looked_at = self._awake_since = now()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._count_down)
        session.changed.connect(self._follow)

    # ------------------------------------------------------------------ what there is

    @property
    def is_busy(self) -> bool:
        """Whether something is under way in the project, even if only on its way out, that the queue waits for."""
        runs = self._session.runs.values()
        return any(is_heavy(run) and self._session.is_followed(run.folder) for run in runs)

    @property
    def will_go_on(self) -> bool:
        """Whether something waits that is going to be started by itself."""
        return any(map(self.queue.is_free, self.queue.waiting)) and not self._session.is_read_only

    # ------------------------------------------------------------------ what a person does

    def add(self, job: Job, not_before: datetime | None = None) -> Entry:
        """Have a job wait for its turn, and for a moment."""
        entry = new_entry(job, now(), not_before)
        self._change(lambda queue: queue.with_entry(entry))
        return entry

    def move(self, key: str, by: int) -> None:
        """Have an entry stand so many places later, or earlier."""
        self._change(lambda queue: queue.moved(key, queue.place(key) + by))

    def start_next(self, key: str) -> None:
        """Start an entry now, or as soon as what is under way has ended; what is on hold stays so."""
        self._change(lambda queue: queue.wanted(key))

    def set_time(self, key: str, moment: datetime | None) -> None:
        """Have an entry wait for another moment, or none."""
        self._change(lambda queue: queue.timed(key, moment))

    def try_again(self, key: str) -> None:
        """Have a failed entry wait once more; it goes on from what was saved of it."""
        is_resumed = self._file is not None and self._file.can_resume(self.queue.entry(key))
        self._change(lambda queue: queue.waiting_again(key, is_resumed=is_resumed))

    def take_out(self, key: str) -> Removed:
        """Take an entry out; gives what brings it back."""
        gone = Removed(self.queue.entry(key), self.queue.place(key), self.queue.hold)
        self._change(lambda queue: queue.without(key))
        return gone

    def bring_back(self, gone: Removed) -> None:
        """Put an entry back where it was."""
        self._change(lambda queue: queue.with_entry(gone.entry, gone.place).held(queue.hold or gone.hold))

    def hold(self) -> None:
        """Start nothing more; what is under way goes on."""
        self._change(lambda queue: queue.held(Hold.ASKED))

    def go_on(self) -> None:
        """Start what is due, now, and everything after it in its turn."""
        self._change(lambda queue: queue.held(Hold.NONE))

    def rest(self) -> None:
        """Start nothing more from this window, which is about to close; the queue on disk stays as it is."""
        self._is_resting = True
        self._stop_clocks()

    def refresh(self) -> None:
        """Take note of what other programs have changed in the queue; what cannot be read is told once."""
        if self._file is None or self._is_resting:
            return
        stamp = self._file.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._attempt(self._file.read)

    # ------------------------------------------------------------------ what happens

    def _follow(self, change: Change) -> None:
        if change.topic is Topic.PROJECT:
            self._open()
        elif change.topic is Topic.RUN and (change.event is None or isinstance(change.event, Final)):
            run = self._session.runs.get(change.run) if change.run else None
            if run is not None and is_heavy(run) and self._session.is_kept(run.folder):
                self._note(run, change)

    def _note(self, run: Run, change: Change) -> None:
        """Whoever stops a run does not expect the next one to begin."""
        if isinstance(change.event, RunStopped) and self.will_go_on and not self._is_resting:
            self._attempt(partial(self._write, lambda queue: queue.stopped(now())))
        if not self._session.is_followed(run.folder):
            self._look_soon()

    def _open(self) -> None:
        """Another project is open, or none."""
        self._stop_clocks()
        self.queue, self._file, self._is_resting = Queue(), None, False
        self._looked_at = self._awake_since = now()
        if self._session.project is not None:
            self._file = QueueFile(self._session.project)
            self._stamp = self._file.stamp()
            self._attempt(self._file.read if self._session.is_read_only else self._file.settle)
            self._is_known = not self.queue.waiting
            self._look_soon()
        self.changed.emit()

    # ------------------------------------------------------------------ when the next one starts

    def _look_soon(self) -> None:
        if self._file is not None and not self._is_resting:
            self._timer.start(0)

    def _look(self) -> None:
        """Start what is due if it can be, and see when to look again."""
        moment = now()
        if not timedelta(0) <= moment - self._looked_at <= timedelta(seconds=ASLEEP_S):
            self._awake_since = moment
        self._looked_at = moment
        if self._file is None or self._is_resting or self._session.is_read_only:
            return
        if self.queue.started and not self.is_busy:
            self._attempt(self._file.settle)
        wait_s = self._start_due(self._file, moment)
        if self.will_go_on and not self._timer.isActive():  # it is, where something has asked to look at once
            self._timer.start(round(1000 * min(wait_s, LONGEST_NAP_S)))

    def _start_due(self, file: QueueFile, moment: datetime) -> float:
        """Start the first that is due; gives how many seconds there are until something else may be."""
        coming = self.queue.next_time(moment)
        wait_s = (coming - moment).total_seconds() if coming is not None else LONGEST_NAP_S
        if self.is_busy or self.queue.due(moment) is None:
            self._stop_counting()
            return wait_s
        if not self._is_known:
            self._begin_counting()
            return wait_s
        try:
            taken = file.take(moment)
        except PTStudioError as error:
            self._get_stuck(error)
            return wait_s
        if taken is None:
            self._attempt(file.read)
            return min(wait_s, RETRY_S)
        self._begin(file, taken)
        return wait_s

    def _begin(self, file: QueueFile, taken: Taken) -> None:
        self._show(taken.queue)
        try:
            self._session.begin(taken.folder)
        except PTStudioError as error:
            self._attempt(partial(file.give_up, taken.entry.id, error))
            self._session.failed.emit(error)
            return
        if self._session.shown_run is None and taken.folder in self._session.trainings():
            self._session.show_run(taken.folder)
        wanted = taken.entry.not_before
        if wanted is not None and wanted < self._awake_since:
            self.was_late.emit(taken.entry)

    def _get_stuck(self, error: PTStudioError) -> None:
        """A run cannot even be begun, most often since the disk is full: trying again at once would not help."""
        self._show(self.queue.held(Hold.TROUBLE))
        self._attempt(partial(self._write, lambda queue: queue.held(Hold.TROUBLE)))
        self._session.failed.emit(error)

    # ------------------------------------------------------------------ the countdown

    def _begin_counting(self) -> None:
        if self.countdown_s is None:
            self.countdown_s = COUNTDOWN_S
            self._ticks.start()
            self.changed.emit()

    def _count_down(self) -> None:
        if self.countdown_s is None or self.is_busy:
            self._stop_counting()
            return
        self.countdown_s -= 1
        if self.countdown_s <= 0:
            self._is_known = True
            self._stop_counting()
            self._look()
        self.changed.emit()

    def _stop_counting(self) -> None:
        self._ticks.stop()
        if self.countdown_s is not None:
            self.countdown_s = None
            self.changed.emit()

    def _stop_clocks(self) -> None:
        self._timer.stop()
        self._ticks.stop()
        self.countdown_s = None

    # ------------------------------------------------------------------ inside

    def _change(self, how: Callable[[Queue], Queue]) -> None:
        """Change the queue for a person, who then knows of it."""
        self._session.refuse_read_only()
        self._show(self._write(how))
        self._is_known = True
        self._looked_at = now()
        self._stop_counting()
        self._look_soon()

    def _write(self, how: Callable[[Queue], Queue]) -> Queue:
        if self._file is None:
            raise ProjectError("No project is open.", "Open a project first, or make a new one.")
        return self._file.change(how)

    def _attempt(self, read: Callable[[], Queue]) -> None:
        """Show the queue that this gives; what goes wrong is told."""
        try:
            self._show(read())
        except PTStudioError as error:
            self._session.failed.emit(error)

    def _show(self, queue: Queue) -> None:
        if queue != self.queue:
            self.queue = queue
            self.changed.emit()
            if any(entry.state is EntryState.WAITING for entry in queue.entries):
                self._look_soon()
