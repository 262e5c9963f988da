"""Start, follow, ask and end a worker process; knows neither Qt nor torch.

The run folder is the whole conversation: `job.json` and `requests.jsonl` go in, `events.jsonl` comes out, and the
same events come live on the worker's private standard output.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ptstudio.core.errors import ProjectError, explain_os_error
from ptstudio.core.events import Event, Final, RunFailed, RunStarted, read_event
from ptstudio.core.jobs import CrossValidateJob, DownloadJob, PretrainJob, TrainJob, TuneJob
from ptstudio.core.offline import is_offline
from ptstudio.core.quiet import OFFLINE, QUIET
from ptstudio.core.requests import LetGo, Request, Stop
from ptstudio.core.run import Run, has_checkpoint, load_job

CONDITIONS = {"CUDA_DEVICE_ORDER": "PCI_BUS_ID", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""The variables under which every worker computes, unless the user has set them otherwise.

Graphics cards are counted as their driver counts them, so that all programs mean the same card by a number. Arrow's own
memory pool would keep for itself what reading a large table took; the system's is shared with torch.
"""
PROCESSES = "PTSTUDIO_PROCESSES"
"""The variable by which a training goes on with another number of processes than it was begun with."""
PROGRAM: tuple[str, ...] = (sys.executable, "-m", "ptstudio.engine")
"""The worker's program; its arguments are a run folder and how many bytes of requests are not for it."""


CLOCK_PRECISION_S = 2.0


class Worker:
    """A worker process that this process started."""

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]") -> None:
        self.folder = folder
        self.process = process
        self.is_let_go = False

    @classmethod
    def start(cls, folder: Path) -> "Worker":
        """Start a worker on a run folder. Raises ProjectError where the folder cannot be written."""
        with opened_log(folder) as log:
            return cls(folder, launched(arguments_for(folder), subprocess.DEVNULL, log, environment()))

    def events(self) -> Generator[Event, None, None]:
        """What happens, as it happens, blocking; the last one is final, made here if the worker died silently.

        Of a worker that was let go, nothing more comes once it has taken note.
        """
        stream = self.process.stdout
        if stream is None:
            return
        final: Final | None = None
        with stream:
            for line in stream:
                try:
                    event = read_event(line)
                except ValidationError:
                    continue
                if isinstance(event, Final):
                    final = event
                yield event
        if final is None and self.is_let_go and self.process.poll() is None:
            return
        self.process.wait()
        if final is None:
            yield _record_death(self.folder, self.process.returncode)

    def ask(self, request: Request) -> None:
        """Ask the worker for something; it answers by events."""
        ask(self.folder, request)

    def let_go(self) -> None:
        """Have the worker go on alone, its events going to the run's file only."""
        self.is_let_go = True
        self.ask(LetGo())

    def stop(self, grace_s: float = 10.0) -> None:
        """Have the process gone: ask it to stop, wait `grace_s` seconds, then kill it and its children."""
        if self.process.poll() is None:
            self.ask(Stop())
            try:
                self.process.wait(grace_s)
            except subprocess.TimeoutExpired:
                _kill_tree(self.process.pid)
        self.process.wait()

    def end(self, grace_s: float = 10.0) -> None:
        """The same for whoever reads no more events: their stream is closed too."""
        self.stop(grace_s)
        if self.process.stdout:
            self.process.stdout.close()


def opened_log(folder: Path) -> IO[bytes]:
    """The log of a run, to be added to. Raises ProjectError where the folder cannot be written."""
    try:
        return (folder / "log.txt").open("ab")
    except OSError as error:
        raise explain_os_error(error, "starting the run") from error


def arguments_for(folder: Path) -> list[str]:
    """What a worker of a run is told when it starts."""
    return [str(folder), str(request_bytes(folder))]


def environment() -> dict[str, str]:
    """The variables that a worker starts with by now."""
    return CONDITIONS | os.environ | QUIET | (OFFLINE if is_offline() else {})


def launched(
    arguments: Sequence[str], asked: int, log: int | IO[bytes], variables: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    """The worker's program as a process; `asked` and `log` are its standard input and error."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=asked,
        stdout=subprocess.PIPE,
        stderr=log,
        env=dict(variables),
        # Ctrl+C in a terminal is for whoever started the worker, who then asks it to stop.
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def ask(folder: Path, request: Request) -> None:
    """Append a request for the worker of a run folder, whoever started it. Raises ProjectError."""
    try:
        with (folder / "requests.jsonl").open("a", encoding="utf-8") as file:
            file.write(request.to_line() + "\n")
    except OSError as error:
        raise explain_os_error(error, "asking the run for something") from error


def request_bytes(folder: Path) -> int:
    """How much has been asked of the workers of a run so far, in bytes."""
    path = folder / "requests.jsonl"
    return path.stat().st_size if path.exists() else 0


def has_worker(run: Run) -> bool:
    """Whether a run has begun, has not ended, and its worker is there."""
    return run.started is not None and run.final is None and is_alive(run.started)


def is_interrupted(run: Run) -> bool:
    """Whether a run has begun and its worker is gone without a word."""
    return run.started is not None and run.final is None and not is_alive(run.started)


def is_alive(started: RunStarted) -> bool:
    """Whether the worker that reported `started` still runs (and its number was not given to another program)."""
    import psutil

    try:
        if psutil.Process(started.pid).status() == psutil.STATUS_ZOMBIE:
            return False
        if started.since_boot_s is not None:
            return abs(since_boot_s(started.pid) - started.since_boot_s) < CLOCK_PRECISION_S
        return psutil.Process(started.pid).create_time() <= started.at + CLOCK_PRECISION_S
    except psutil.Error:
        return False


def since_boot_s(pid: int) -> float:
    """How long the machine ran when a process began. Both are told by the clock, and shift with it when it is set.

    Raises psutil's NoSuchProcess.
    """
    import psutil

    return psutil.Process(pid).create_time() - psutil.boot_time()


def follow(folder: Path, poll_s: float = 0.2, is_unwanted: Callable[[], bool] = lambda: False) -> Iterator[Event]:
    """The events of a run that another process started: those so far, then those to come, until a final one.

    A worker that died without one is found out, and its `RunFailed` written down. Ends early once `is_unwanted()`.
    """
    path = folder / "events.jsonl"
    if not path.exists():
        raise ProjectError(f"The run “{folder}” was never started.", "Start it, or resume it.")
    started: RunStarted | None = None
    final: Final | None = None
    with path.open("rb") as file:
        rest = b""
        while final is None and not is_unwanted():
            was_alive = is_alive(started) if started else _is_fresh(path)
            chunk = file.read()
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                try:
                    event = read_event(line)
                except ValidationError:
                    continue
                if isinstance(event, RunStarted):
                    started, final = event, None
                if isinstance(event, Final):
                    final = event
                yield event
            if final is None and not chunk:
                if not was_alive:
                    final = _record_death(folder, None)
                    yield final
                else:
                    time.sleep(poll_s)


def _is_fresh(path: Path) -> bool:
    """Whether a worker that has not said a word yet may still be loading."""
    return time.time() - path.stat().st_mtime < 60


def _record_death(folder: Path, exit_code: int | None) -> RunFailed:
    """Write the last words that a worker could not say itself."""
    event = RunFailed(
        message=f"The worker process ended unexpectedly: {cause_of_death(exit_code)}.",
        hint=f"{_way_on(folder)}; the run's log.txt holds the details.",
        can_resume=has_checkpoint(folder),
        details=f"exit code {exit_code}",
    )
    try:
        with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write("\n" + event.to_line() + "\n")
    except OSError:
        pass  # the event still reaches whoever is listening; a full disk must not hide why the run ended
    return event


def _way_on(folder: Path) -> str:
    """What helps whoever wanted what the dead worker did."""
    try:
        job = load_job(folder)
    except ProjectError:
        job = None
    if isinstance(job, TrainJob | PretrainJob):
        return (
            "Resume the run to go on from its last checkpoint. If it happens again, choose a smaller batch size or a "
            "smaller model"
        )
    if isinstance(job, TuneJob | CrossValidateJob):
        return "Go on with it: what had ended is kept. If it happens again, close other programs that take much memory"
    again = "Get it again: it goes on from what has arrived" if isinstance(job, DownloadJob) else "Start it again"
    return f"{again}. If it happens again, close other programs that take much memory"


def cause_of_death(exit_code: int | None) -> str:
    """Why a process ended that should not have, as far as its exit code tells (None: it is not known)."""
    if exit_code is None:
        return "it is no longer there"
    if exit_code == -signal.SIGTERM:
        return "it was told to terminate"
    if exit_code == -getattr(signal, "SIGKILL", 9):
        return "it was killed, most often because the memory ran out"
    if exit_code == -signal.SIGSEGV:
        return "it crashed inside a native library (segmentation fault)"
    if exit_code < 0:
        return f"signal {-exit_code}"
    return f"exit code {exit_code}"


def _kill_tree(pid: int) -> None:
    import psutil

    try:
        process = psutil.Process(pid)
        for child in (*process.children(recursive=True), process):
            child.kill()
    except psutil.NoSuchProcess:
        pass
