"""Have a worker do a job and follow it to its end, with a progress bar on standard error and Ctrl+C as Stop."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ptstudio.core.errors import InputError, JobFailure
from ptstudio.core.events import EpochEnded, Event, RunFailed, RunStopped, WarningRaised
from ptstudio.core.jobs import Job
from ptstudio.core.project import new_run_folder
from ptstudio.core.requests import Stop
from ptstudio.core.run import Run
from ptstudio.core.worker import Worker


def errors() -> Console:
    """Standard error, for everything that is not a result."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def temporary_run(job: Job) -> Iterator[Path]:
    """A run folder for a job that leaves nothing behind."""
    parent = Path(tempfile.mkdtemp(prefix="ptstudio-"))
    try:
        yield new_run_folder(parent / "run", job)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def follow_to_end(folder: Path, on_event: Callable[[Worker, Event], None] | None = None) -> Run:
    """Start a worker on a run folder and return the finished run.

    Raises InputError or JobFailure where it failed or was stopped.
    """
    run = Run.open(folder)
    worker = Worker.start(folder)
    display = _Display()
    events = worker.events()
    with display:
        while True:
            try:
                event = next(events, None)
            except KeyboardInterrupt:
                display.say("Stopping: saving what was done so far …")
                worker.ask(Stop())
                continue
            if event is None:
                break
            run.apply(event)
            display.show(run, event)
            if on_event is not None:
                on_event(worker, event)
    _raise_failure(run)
    return run


def _raise_failure(run: Run) -> None:
    if isinstance(run.final, RunStopped):
        hint = f"Go on by: ptstudio resume {run.folder}" if run.final.can_resume else "Start again when you like."
        raise JobFailure(run.final.message, hint)
    if isinstance(run.final, RunFailed):
        kind = InputError if run.final.is_input_error else JobFailure
        hint = run.final.hint
        if run.final.can_resume:
            hint += f" Resume by: ptstudio resume {run.folder}"
        raise kind(run.final.message, hint)


class _Display:
    """One line that moves; stages and epochs stay above it."""

    def __init__(self) -> None:
        self._console = errors()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[note]}"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._line = self._progress.add_task("Starting", total=None, note="")
        self._stage = ""

    def __enter__(self) -> "_Display":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self._progress.console.print(text, markup=False)

    def show(self, run: Run, event: Event) -> None:
        """Show what an event changed."""
        if isinstance(event, WarningRaised):
            self.say(f"Note: {event.message} {event.hint}")
        if isinstance(event, EpochEnded):
            self.say(_epoch_line(event))
        if run.stage and run.stage.title != self._stage:
            self._stage = run.stage.title
            self.say(self._stage)
            self._progress.reset(self._line, description=self._stage, total=None, note="")
        if run.progress:
            rate = f"{run.progress.samples_per_s:.0f} samples/s" if run.progress.samples_per_s else ""
            self._progress.update(self._line, completed=run.progress.done, total=run.progress.total, note=rate)


def _epoch_line(event: EpochEnded) -> str:
    metrics = "  ".join(f"{name} {value:.3f}" for name, value in event.metrics.items())
    best = "  (best so far)" if event.is_best else ""
    losses = f"loss {event.train_loss:.3f} / {event.validation_loss:.3f}"
    return f"  epoch {event.epoch}/{event.epochs}  {losses}  {metrics}{best}"
