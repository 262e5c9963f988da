"""The queue of a project: which jobs wait, in which order, and from when on; knows no disk, no clock and no worker.

What leaves the queue has become a run, or was taken out by a person; what failed stays until somebody has seen it.
"""

import os
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import reduce

from pydantic import AwareDatetime

from ptstudio.core.errors import InputError, ProjectError
from ptstudio.core.jobs import Job
from ptstudio.core.message import Record

VERSION = 1
TONIGHT = time(22, 0)


class EntryState(StrEnum):
    """Where an entry stands: a started one is a run by now, a failed one was a run, or could not become one."""

    WAITING = "waiting"
    STARTED = "started"
    FAILED = "failed"


class Hold(StrEnum):
    """Why nothing is taken from the queue: a person wants it so, has stopped a run, or a run could not be started."""

    NONE = ""
    ASKED = "asked"
    STOPPED = "stopped"
    TROUBLE = "trouble"


class Taker(Record):
    """The process that makes a run of an entry: its number, and when it was started (Unix time)."""

    pid: int
    since: float


class Entry(Record):
    """A job that waits, perhaps `not_before` a moment; `run` is the name of the folder that it becomes, once that is
    certain, and `message` and `hint` say why it failed. The first `told_before` bytes of that run's events are of an
    earlier attempt, which this one goes on from. One that `is_wanted` is to start whatever holds the others.
    """

    id: str
    job: Job
    added: AwareDatetime
    not_before: AwareDatetime | None = None
    is_wanted: bool = False
    state: EntryState = EntryState.WAITING
    run: str = ""
    taker: Taker | None = None
    told_before: int = 0
    message: str = ""
    hint: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether it waits, and no longer for its time."""
        return self.state is EntryState.WAITING and (self.not_before is None or self.not_before <= now)


class Queue(Record):
    """The entries in their order, and whether they are on hold. Every change gives another queue."""

    version: int = VERSION
    hold: Hold = Hold.NONE
    entries: tuple[Entry, ...] = ()

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """What is still to be done."""
        return tuple(entry for entry in self.entries if entry.state is EntryState.WAITING)

    @property
    def listed(self) -> tuple[Entry, ...]:
        """What a person can order and take out: all but what has become a run."""
        return tuple(entry for entry in self.entries if entry.state is not EntryState.STARTED)

    @property
    def started(self) -> tuple[Entry, ...]:
        """What has become a run that has not ended yet."""
        return tuple(entry for entry in self.entries if entry.state is EntryState.STARTED)

    def entry(self, key: str) -> Entry:
        """The entry of that id. Raises ProjectError where there is none."""
        for entry in self.entries:
            if entry.id == key:
                return entry
        raise ProjectError(f"Nothing in the queue has the id “{key}”.", "Perhaps it was started or removed meanwhile.")

    def place(self, key: str) -> int:
        """Where an entry stands among the listed ones, from 0 on. Raises ProjectError."""
        entry = self.entry(key)
        if entry.state is EntryState.STARTED:
            raise ProjectError("This has been started already.", "Stop its run, if it is not to go on.")
        return self.listed.index(entry)

    def due(self, now: datetime) -> Entry | None:
        """The first that may be started, whatever else waits before it for its time, or is on hold."""
        return next((entry for entry in self.entries if entry.is_due(now) and self.is_free(entry)), None)

    def is_free(self, entry: Entry) -> bool:
        """Whether an entry is not on hold. Who stops a run wants the next one not to begin, but those that have a time
        of their own keep it.
        """
        has_time = self.hold is Hold.STOPPED and entry.not_before is not None
        return not self.hold or entry.is_wanted or has_time

    def next_time(self, now: datetime) -> datetime | None:
        """The earliest moment to come that something waits for which is not on hold."""
        times = [entry.not_before for entry in self.waiting if entry.not_before is not None and self.is_free(entry)]
        return min((moment for moment in times if moment > now), default=None)

    # ------------------------------------------------------------------ changes

    def with_entry(self, entry: Entry, place: int | None = None) -> "Queue":
        """With another entry, at a place among the listed ones or at the end."""
        listed = list(self.listed)
        listed.insert(len(listed) if place is None else place, entry)
        return self._ordered(listed)

    def moved(self, key: str, place: int) -> "Queue":
        """With an entry at another place among the listed ones, as near to it as there is one. Raises ProjectError."""
        others = list(self.listed)
        entry = others.pop(self.place(key))
        others.insert(max(0, place), entry)
        return self._ordered(others)

    def without(self, key: str) -> "Queue":
        """Without an entry. Raises ProjectError."""
        gone = self.entry(key)
        return _rested(self.model_copy(update={"entries": tuple(one for one in self.entries if one.id != gone.id)}))

    def replaced(self, entry: Entry) -> "Queue":
        """With an entry as it stands by now. Raises ProjectError."""
        self.entry(entry.id)
        entries = tuple(entry if one.id == entry.id else one for one in self.entries)
        return _rested(self.model_copy(update={"entries": entries}))

    def waiting_again(self, key: str, *, is_resumed: bool = False) -> "Queue":
        """With a failed entry to be tried once more, as its own run resumed or as another. Raises ProjectError."""
        entry = self.entry(key)
        run = entry.run if is_resumed else ""
        untimed = {"not_before": None, "is_wanted": False}
        fresh = {"state": EntryState.WAITING, "taker": None, "message": "", "hint": "", "run": run, **untimed}
        return self.replaced(entry.model_copy(update=fresh))

    def timed(self, key: str, moment: datetime | None) -> "Queue":
        """With another time for an entry, or none. Raises ProjectError."""
        return self.replaced(self.entry(key).model_copy(update={"not_before": moment, "is_wanted": False}))

    def wanted(self, key: str) -> "Queue":
        """With an entry that is to start before all others, whatever holds those. Raises ProjectError."""
        first = self.moved(key, 0)
        return first.replaced(first.entry(key).model_copy(update={"not_before": None, "is_wanted": True}))

    def held(self, why: Hold) -> "Queue":
        """On hold, or no longer. An empty queue cannot be: the next run that is added would wait for nothing."""
        return _rested(self.model_copy(update={"hold": why}))

    def stopped(self, now: datetime) -> "Queue":
        """On hold since a person has stopped a run; what was due by then does not begin either."""
        late = (entry.id for entry in self.waiting if entry.is_due(now))
        return reduce(lambda queue, key: queue.timed(key, None), late, self).held(Hold.STOPPED)

    def _ordered(self, listed: list[Entry]) -> "Queue":
        return self.model_copy(update={"entries": (*self.started, *listed)})


def _rested(queue: Queue) -> Queue:
    return queue if queue.waiting else queue.model_copy(update={"hold": Hold.NONE})


def new_entry(job: Job, now: datetime, not_before: datetime | None = None) -> Entry:
    """An entry for a job, with an id of its own."""
    return Entry(id=os.urandom(3).hex(), job=job, added=now.astimezone(UTC), not_before=not_before)


def tonight(now: datetime) -> datetime:
    """The next 22:00, in local time."""
    return next_clock_time(TONIGHT, now)


def next_clock_time(clock: time, now: datetime) -> datetime:
    """When a clock on the wall shows that the next time, with the offset from UTC that holds by then."""
    here = now.astimezone().replace(tzinfo=None)
    moment = datetime.combine(here.date(), clock)
    if moment <= here:
        moment += timedelta(days=1)
    return moment.astimezone()


def parse_moment(text: str, now: datetime) -> datetime:
    """`22:00` as the next such time, or `2026-12-24 18:00` as it is, in local time unless an offset is given.

    Raises InputError for anything else.
    """
    try:
        return next_clock_time(time.fromisoformat(text), now)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise InputError(f"“{text}” is no time.", "Write it as 22:00, or as 2026-12-24T18:00.") from None
