"""A run as it stands: the fold of its events, whether they come live or from disk."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ptstudio.core.errors import ProjectError
from ptstudio.core.events import (
    Adapted,
    CheckpointSaved,
    ChoiceMade,
    EpochEnded,
    Event,
    Final,
    FoldEnded,
    MachineProbed,
    MachineUsed,
    PlanMade,
    RateTried,
    RunFailed,
    RunFinished,
    RunStarted,
    RunStopped,
    StageChanged,
    StepEnded,
    TrialEnded,
    Waiting,
    WarningRaised,
    read_event,
)
from ptstudio.core.jobs import Job, read_job
from ptstudio.core.machine import Choice, Machine, Plan
from ptstudio.core.steps import Steps
from ptstudio.core.usage import Usage


class RunStatus(StrEnum):
    """Where a run stands."""

    NEW = "new"
    RUNNING = "running"
    WAITING = "waiting"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass
class Run:
    """One run: its folder, its job and what its events say so far. Only `apply` changes it.

    `earlier_s` is how long it has worked before it was last resumed or continued, `since` when that was; None while it
    rests.
    """

    folder: Path
    job: Job
    status: RunStatus = RunStatus.NEW
    first_started: RunStarted | None = None
    started: RunStarted | None = None
    stage: StageChanged | None = None
    progress: StepEnded | None = None
    steps: Steps = field(default_factory=Steps)
    epochs: list[EpochEnded] = field(default_factory=list)
    checkpoint: CheckpointSaved | None = None
    machine: Machine | None = None
    plan: Plan | None = None
    choices: dict[str, Choice] = field(default_factory=dict)
    warnings: list[WarningRaised] = field(default_factory=list)
    adapted: list[Adapted] = field(default_factory=list)
    usage: Usage | None = None
    rates: list[RateTried] = field(default_factory=list)
    trials: list[TrialEnded] = field(default_factory=list)
    folds: list[FoldEnded] = field(default_factory=list)
    final: Final | None = None
    latest_at: float = 0.0
    earlier_s: float = 0.0
    since: float | None = None

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """Read a run from its folder. Raises ProjectError where there is none or it cannot be read."""
        run = cls(folder, load_job(folder))
        for event in read_events(folder):
            run.apply(event)
        return run

    @property
    def begun_at(self) -> float:
        """When it was started for the first time, or, before that, made; Unix time in seconds."""
        if self.first_started is not None:
            return self.first_started.at
        with contextlib.suppress(OSError):
            return (self.folder / "job.json").stat().st_mtime
        return time.time()

    def seconds(self, until: float | None = None) -> float | None:
        """How long it has worked, in all its sessions and without its pauses, to its last event or to `until`; None
        before it was started.
        """
        if self.started is None:
            return None
        under_way_s = (until or self.latest_at) - self.since if self.since is not None else 0.0
        return self.earlier_s + max(under_way_s, 0.0)

    @property
    def order(self) -> tuple[float, str]:
        """What runs are sorted by: the oldest first."""
        return self.begun_at, self.folder.name

    @property
    def is_over(self) -> bool:
        """Whether its last session has come to an end, whichever."""
        return self.status in _FINAL_STATUS.values()

    @property
    def best_epoch(self) -> int | None:
        """The epoch whose network is kept, if one has ended."""
        return next((epoch.epoch for epoch in reversed(self.epochs) if epoch.is_best), None)

    @property
    def result(self) -> dict[str, Any]:
        """The outcome of a finished run; empty for any other."""
        return self.final.result if isinstance(self.final, RunFinished) else {}

    def apply(self, event: Event) -> None:
        """Take in one event; the only code that changes a run's state."""
        self._count(event)
        self.latest_at = event.at
        match event:
            case RunStarted():
                self.status, self.started, self.final = RunStatus.RUNNING, event, None
                self.first_started = self.first_started or event
            case StageChanged():
                self.status, self.stage, self.progress = RunStatus.RUNNING, event, None
            case StepEnded():
                self.status, self.progress = RunStatus.RUNNING, event
                self.steps.take(event)
            case EpochEnded():
                self.epochs = [epoch for epoch in self.epochs if epoch.epoch < event.epoch] + [event]
            case Waiting():
                self.status = RunStatus.WAITING
            case RunFinished() | RunStopped() | RunFailed():
                self.status, self.final = _FINAL_STATUS[type(event)], event
            case _:
                self._note(event)

    def _count(self, event: Event) -> None:
        """Time that it works counts until it rests; what died without a word had worked until its last event."""
        begins = isinstance(event, RunStarted | StageChanged | StepEnded | EpochEnded)
        if isinstance(event, RunStarted | Waiting | Final) and self.since is not None:
            until = self.latest_at if isinstance(event, RunStarted) else event.at
            self.earlier_s, self.since = self.earlier_s + max(until - self.since, 0.0), None
        if begins and self.since is None:
            self.since = event.at

    def _note(self, event: Event) -> None:
        match event:
            case CheckpointSaved():
                self.checkpoint = event
            case MachineProbed():
                self.machine = event.machine
            case PlanMade():
                self.plan = event.plan
            case ChoiceMade():
                self.choices[event.choice.name] = event.choice
            case WarningRaised():
                self.warnings = [one for one in self.warnings if not event.key or one.key != event.key] + [event]
            case Adapted():
                self.adapted.append(event)
            case MachineUsed():
                self.usage = event.usage
            case _:
                self._measured(event)

    def _measured(self, event: Event) -> None:
        """What was found out by trying; what a resumed job repeats takes the place of what it repeats."""
        match event:
            case RateTried():
                self.rates = [rate for rate in self.rates if rate.learning_rate < event.learning_rate] + [event]
            case TrialEnded():
                self.trials = [trial for trial in self.trials if trial.number < event.number] + [event]
            case FoldEnded():
                self.folds = [fold for fold in self.folds if fold.fold < event.fold] + [event]


_FINAL_STATUS: dict[type, RunStatus] = {
    RunFinished: RunStatus.FINISHED,
    RunStopped: RunStatus.STOPPED,
    RunFailed: RunStatus.FAILED,
}


def load_job(folder: Path) -> Job:
    """Read the job of a run folder. Raises ProjectError where there is none or it cannot be read."""
    path = folder / "job.json"
    try:
        return read_job(path.read_bytes())
    except FileNotFoundError:
        raise ProjectError(
            f"“{folder}” is not a run of PTStudio.", "A run is a folder inside a project's “runs” folder."
        ) from None
    except (ValidationError, OSError) as error:
        raise ProjectError(
            f"The run “{folder}” cannot be read: its job.json is damaged or written by a newer PTStudio.",
            f"Update PTStudio, or restore the file from a backup. ({type(error).__name__})",
        ) from None


def has_checkpoint(folder: Path) -> bool:
    """Whether a job can go on from where it was: a training from an epoch, a search after a trial, a
    cross-validation after a fold.
    """
    kept = folder / "checkpoints"
    return any(path for pattern in ("epoch-*", "trial-*", "fold-*") for path in kept.glob(pattern))


def read_events(folder: Path) -> Iterator[Event]:
    """The events of a run so far; a last line that a dying worker left unfinished is passed over."""
    path = folder / "events.jsonl"
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                yield read_event(line)
            except ValidationError:
                continue
