"""Who is at work in a project: which of its runs have a worker now, and how the others ended; knows no window."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ptstudio.core.errors import ProjectError
from ptstudio.core.events import Event, Final, RunStarted, read_event
from ptstudio.core.jobs import PredictJob, PreviewJob, ProbeJob
from ptstudio.core.project import Project
from ptstudio.core.run import load_job
from ptstudio.core.worker import is_alive

TAIL_BYTES = 65_536
"""More than the last event of nearly every run."""
LOADING_S = 60.0
"""How long a worker that was started may take to say its first word."""


def runs_at_work(project: Project) -> list[Path]:
    """The runs of a project that a worker is at, whoever started it; not those that only wait to be asked something."""
    return [folder for folder in project.runs() if is_at_work(folder) and not _is_light(folder)]


def is_at_work(folder: Path, told_before: int = 0) -> bool:
    """Whether a worker is at a run, or was started so lately that it may still be loading."""
    final, started = how_it_stands(folder, told_before)
    if final is not None:
        return False
    return is_alive(started) if started is not None else _is_loading(folder)


def how_it_stands(folder: Path, told_before: int = 0) -> tuple[Event | None, RunStarted | None]:
    """What a run has ended with, if it has, and else what its latest worker said first.

    The first `told_before` bytes of its events do not count.
    """
    last = _last_event(folder / "events.jsonl", told_before)
    if isinstance(last, Final):
        return last, None
    final: Event | None = None
    started: RunStarted | None = None
    for event in _ends(folder / "events.jsonl", told_before):
        if isinstance(event, RunStarted):
            final, started = None, event
        elif isinstance(event, Final):
            final = event
    return final, started


def event_bytes(folder: Path) -> int:
    """How much a run has told so far."""
    path = folder / "events.jsonl"
    return path.stat().st_size if path.exists() else 0


def _ends(path: Path, told_before: int) -> Iterator[Event]:
    """The events that begin and end the work of a worker; a long run has a million of others, which nobody parses."""
    if not path.exists():
        return
    with path.open("rb") as file:
        file.seek(told_before)
        for line in file:
            if b'"Run' in line:
                with contextlib.suppress(ValidationError):
                    yield read_event(line)


def _last_event(path: Path, told_before: int) -> Event | None:
    """The last event of a file, where it can be read from its end."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(told_before, size - TAIL_BYTES))
            lines = file.read().split(b"\n")
    except OSError:
        return None
    for line in reversed([line for line in lines if line.strip()]):
        try:
            return read_event(line)
        except ValidationError:
            return None
    return None


def _is_loading(folder: Path) -> bool:
    """The log is opened right before a worker is started; one from the future was, before the clock was set back."""
    log = folder / "log.txt"
    return log.exists() and abs(time.time() - log.stat().st_mtime) < LOADING_S


def _is_light(folder: Path) -> bool:
    try:
        return isinstance(load_job(folder), PredictJob | ProbeJob | PreviewJob)
    except ProjectError:
        return True
