"""Have a worker do a job and follow it to its end, with Ctrl+C as Stop."""

import contextlib
import shlex
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ptstudio.cli.display import Display
from ptstudio.core import atomic
from ptstudio.core.errors import InputError, JobFailure
from ptstudio.core.events import Event, RunFailed, RunStarted, RunStopped
from ptstudio.core.folders import data_folder
from ptstudio.core.jobs import CrossValidateJob, Job, TuneJob
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.core.worker import Worker

LAST_FAILURE = "last-failure.txt"
"""The log of the last job that failed and had no project to keep it, in the data folder."""
SAVING_S = 60.0
"""How long a worker may take to save when this program has to end before it."""


class Stopped(JobFailure):
    """The person at the keyboard stopped the work."""


@contextmanager
def temporary_run(job: Job) -> Iterator[Path]:
    """A run folder for a job that belongs to no project."""
    with temporary_folder() as folder:
        yield new_run_folder(folder / "run", job)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is gone afterwards; where work in it fails, the log of that is kept until the next such failure."""
    folder = Path(tempfile.mkdtemp(prefix="ptstudio-"))
    try:
        yield folder
    except Stopped:
        raise
    except JobFailure as error:
        log = _keep_log(folder)
        raise type(error)(error.message, f"{error.hint} The log: {log}" if log else error.hint) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep_log(folder: Path) -> Path | None:
    """Where the newest log in a folder lies from now on; None where it cannot be kept, or there is none."""
    kept = data_folder() / LAST_FAILURE
    logs = sorted(folder.rglob("log.txt"), key=lambda log: log.stat().st_mtime_ns)
    try:
        atomic.write_bytes(kept, logs[-1].read_bytes())
    except (IndexError, OSError):
        return None
    return kept


def follow_to_end(folder: Path, on_event: Callable[[Worker, Event], None] | None = None) -> Run:
    """Start a worker on a run folder and return the finished run.

    Raises InputError or JobFailure where it failed, Stopped where it was stopped.
    """
    run = Run.open(folder)
    worker = Worker.start(folder)
    try:
        with Display() as display, _interrupts(worker, display) as stop, closing(worker.events()) as events:
            for event in events:
                run.apply(event)
                display.show(run, event)
                if isinstance(event, RunStarted) and stop.is_wanted:
                    worker.ask(Stop())
                if on_event is not None:
                    on_event(worker, event)
    except KeyboardInterrupt:
        worker.end(grace_s=0)
        raise Stopped("Ended at once, without saving.", _way_on(run, "What was saved before is kept.")) from None
    finally:
        worker.end(SAVING_S)
    _raise_failure(run)
    return run


class _Interrupts:
    """Ctrl+C: the first asks the worker to stop, the second ends it.

    A handler, not an exception: KeyboardInterrupt would end the stream of events in the middle of a line.
    """

    def __init__(self, worker: Worker, display: Display) -> None:
        self._worker = worker
        self._display = display
        self.is_wanted = False

    def __call__(self, *_: object) -> None:
        if self.is_wanted:
            raise KeyboardInterrupt
        self.is_wanted = True
        self._worker.ask(Stop())
        with contextlib.suppress(RuntimeError):  # in the middle of another write to the terminal
            self._display.say("Stopping: saving what was done so far. Ctrl+C again ends at once.")


@contextmanager
def _interrupts(worker: Worker, display: Display) -> Iterator[_Interrupts]:
    handler = _Interrupts(worker, display)
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield handler
    finally:
        signal.signal(signal.SIGINT, before)


def _raise_failure(run: Run) -> None:
    if isinstance(run.final, RunStopped):
        raise Stopped(run.final.message, _way_on(run, "Start again when you like."))
    if isinstance(run.final, RunFailed):
        kind = InputError if run.final.is_input_error else JobFailure
        raise kind(run.final.message, _way_on(run, run.final.hint))


def _way_on(run: Run, hint: str) -> str:
    """The hint, with the command that goes on where one can."""
    can_resume = isinstance(run.final, RunStopped | RunFailed) and run.final.can_resume
    goes_on = isinstance(run.job, TuneJob | CrossValidateJob)  # with the trial or fold that it had begun
    if not (can_resume or run.checkpoint or goes_on):
        return hint
    return f"{hint} To go on: ptstudio resume {shlex.quote(str(run.folder))}"
