"""The queue on disk, `queue.json` in a project: changed by one program at a time, and each entry made into a run once.

An entry becomes a run in this order, so that a program may die at any point of it: the run's name is written into the
queue, its folder is made, the worker is started. Whoever comes next sees how far that has come.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from ptstudio.core import atomic
from ptstudio.core.at_work import event_bytes, how_it_stands, is_at_work, runs_at_work
from ptstudio.core.errors import ProjectError, PTStudioError, explain_os_error
from ptstudio.core.events import RunFailed
from ptstudio.core.project import Project, new_run_folder, run_name
from ptstudio.core.queue import VERSION, Entry, EntryState, Queue, Taker
from ptstudio.core.run import has_checkpoint

FILE = "queue.json"
LOCK = ".queue.lock"
PATIENCE_S = 5.0
"""How long another program may take to change the queue; it only writes a small file and makes a folder."""


@dataclass(frozen=True)
class Taken:
    """An entry that has become a run, whose worker is now to be started; `queue` is what is left."""

    entry: Entry
    folder: Path
    queue: Queue


class QueueFile:
    """The queue of a project. Every method raises ProjectError or JobFailure where it cannot be read or written."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.path = project.folder / FILE

    def read(self) -> Queue:
        """The queue as it was last written; an empty one where there is none."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return Queue()
        except OSError as error:
            raise explain_os_error(error, "reading the queue") from error
        try:
            if json.loads(text).get("version", 0) > VERSION:
                raise ProjectError(
                    f"The queue “{self.path}” was written by a newer PTStudio.", "Update PTStudio. Nothing was changed."
                )
            return Queue.from_text(text)
        except (ValidationError, ValueError, AttributeError, TypeError) as error:
            raise ProjectError(
                f"The queue “{self.path}” is damaged.",
                f"Restore it from a backup, or move it away to begin with an empty one. ({type(error).__name__})",
            ) from None

    def stamp(self) -> int:
        """What differs once anybody has changed the queue: when it was last written, 0 where there is none."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def change(self, how: Callable[[Queue], Queue]) -> Queue:
        """Change the queue as it is by now; gives what it became."""
        with self._turn():
            return self._changed(self.read(), how)

    def settle(self) -> Queue:
        """Take note of what has become of the entries that were started."""
        with self._turn():
            return self._changed(self.read(), self._settled)

    def take(self, now: datetime) -> Taken | None:
        """Make a run of the first entry that is due; None where there is none, or somebody is at work in the project.

        Where its folder cannot be made, the entry waits as before.
        """
        with self._turn():
            queue = self._changed(self.read(), self._settled)
            entry = queue.due(now)
            if entry is None or queue.started or runs_at_work(self._project):
                return None
            name = entry.run or run_name(entry.job)
            folder = self._project.folder / "runs" / name
            begun_as = {"state": EntryState.STARTED, "run": name, "taker": this_process()}
            taken = entry.model_copy(update=begun_as | {"told_before": event_bytes(folder)})
            begun = self._changed(queue, lambda before: before.replaced(taken))
            if not folder.exists():
                try:
                    new_run_folder(folder, taken.job)
                except PTStudioError:
                    self._changed(begun, lambda before: before.replaced(entry))
                    raise
            return Taken(taken, folder, begun)

    def can_resume(self, entry: Entry) -> bool:
        """Whether an entry has a run already that can go on from where it was."""
        return bool(entry.run) and has_checkpoint(self._folder(entry))

    def give_up(self, key: str, error: PTStudioError) -> Queue:
        """Take note that the worker of a taken entry could not be started."""

        def failed(queue: Queue) -> Queue:
            said = {"state": EntryState.FAILED, "message": error.message, "hint": error.hint}
            return queue.replaced(queue.entry(key).model_copy(update=said))

        return self.change(failed)

    # ------------------------------------------------------------------ inside

    def _settled(self, queue: Queue) -> Queue:
        for entry in queue.started:
            queue = self._with_fate(queue, entry)
        return queue

    def _with_fate(self, queue: Queue, entry: Entry) -> Queue:
        """How an entry stands whose run was begun, perhaps by a program that is no longer there."""
        folder = self._folder(entry)
        final, started = how_it_stands(folder, entry.told_before)
        if isinstance(final, RunFailed):
            return queue.replaced(_failed(entry, final.message, final.hint))
        if final is not None:
            return queue.without(entry.id)
        if is_at_work(folder, entry.told_before):
            return queue
        if started is not None:
            gone = "Its worker is gone: it was ended, or the machine was switched off."
            return queue.replaced(_failed(entry, gone, "Try again: what was saved of it is gone on from."))
        if entry.taker is not None and is_there(entry.taker):
            return queue
        return queue.replaced(entry.model_copy(update={"state": EntryState.WAITING, "taker": None}))

    def _folder(self, entry: Entry) -> Path:
        return self._project.folder / "runs" / entry.run

    def _changed(self, before: Queue, how: Callable[[Queue], Queue]) -> Queue:
        after = how(before)
        if after != before:
            try:
                atomic.write_text(self.path, after.to_text())
            except OSError as error:
                raise explain_os_error(error, "writing the queue") from error
        return after

    @contextmanager
    def _turn(self) -> Iterator[None]:
        lock = FileLock(self._project.folder / LOCK, timeout=PATIENCE_S)
        try:
            lock.acquire()
        except Timeout:
            raise ProjectError(
                "Another PTStudio is just changing the queue of this project.", "Try again in a moment."
            ) from None
        except OSError as error:
            raise explain_os_error(error, "changing the queue") from error
        try:
            yield
        finally:
            lock.release()


def now() -> datetime:
    """The present moment, with its offset from UTC."""
    return datetime.now(UTC).astimezone()


def this_process() -> Taker:
    """The process that asks."""
    import psutil

    return Taker(pid=os.getpid(), since=psutil.Process().create_time())


def is_there(taker: Taker) -> bool:
    """Whether that process still runs (and its number was not given to another program)."""
    import psutil

    try:
        process = psutil.Process(taker.pid)
        return abs(process.create_time() - taker.since) < 2 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _failed(entry: Entry, message: str, hint: str) -> Entry:
    return entry.model_copy(update={"state": EntryState.FAILED, "message": message, "hint": hint})
