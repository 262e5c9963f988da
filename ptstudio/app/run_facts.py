"""What there is to say of a run: its data, its model, how it stands and how it ended; knows no widget."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ptstudio.app import formats, job_words
from ptstudio.app.translation import tr
from ptstudio.core.events import RunFailed, RunStopped
from ptstudio.core.jobs import (
    AddModelJob,
    AnswerTableJob,
    DownloadJob,
    DraftedJob,
    EvaluateJob,
    ExportJob,
    ImportJob,
    LongJob,
    PredictJob,
    RankJob,
    TrainJob,
)
from ptstudio.core.metric import Estimate, MetricFacts
from ptstudio.core.report import Report
from ptstudio.core.run import Run, RunStatus, has_checkpoint
from ptstudio.tasks import all_tasks

NOTHING = "–"
INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Figures:
    """What the task's best metric came to, by split; with the facts of that metric."""

    facts: MetricFacts
    splits: Mapping[str, Estimate]


def figures_of(run: Run) -> Figures | None:
    """The headline figures that a run ended with, where it said them itself."""
    facts = best_facts(run.job.task) if isinstance(run.job, TrainJob) else None
    if facts is None:
        return None
    measured = run.result.get("metrics", {})
    found = {split: Estimate.model_validate(each[facts.key]) for split, each in measured.items() if facts.key in each}
    return Figures(facts, found) if found else None


def best_facts(task_key: str) -> MetricFacts | None:
    """The metric of a task that decides; nothing where there is no such task."""
    task = all_tasks().get(task_key)
    return task.deciding_metric if task else None


def read_figures(folder: Path) -> Figures | None:
    """The headline figures of a run's report; nothing where there is none that can be read. Reads a whole report."""
    try:
        report = Report.from_text((folder / "report.json").read_bytes())
    except (OSError, ValidationError):
        return None
    facts = best_facts(report.task)
    if facts is None:
        return None
    found = {name: split.metrics[facts.key] for name, split in report.splits.items() if facts.key in split.metrics}
    return Figures(facts, found)


def status_of(run: Run, *, is_running: bool) -> str:
    """How a run stands; `interrupted` where it says that it runs but nobody is at it."""
    if run.final is None and run.status is not RunStatus.NEW and not is_running:
        return INTERRUPTED
    return run.status.value


def status_words(status: str, run: Run) -> str:
    """The same in words."""
    return tr("interrupted") if status == INTERRUPTED else job_words.status_words(run)


def with_interval(estimate: Estimate, facts: MetricFacts) -> str:
    """A figure with its interval in short: “83.1 % (74.0–92.2)”."""
    low, high = (facts.written(end).removesuffix("\N{NO-BREAK SPACE}%") for end in (estimate.low, estimate.high))
    return f"{facts.written(estimate.value)} ({low}–{high})"


def data_of(run: Run) -> str:
    """The data that a run is about."""
    match run.job:
        case TrainJob() | RankJob() as job:
            return job.dataset
        case ImportJob() as job:
            return str(run.result.get("revision") or job.dataset or Path(job.source).name)
        case EvaluateJob() as job:
            return job.dataset or ""
        case AnswerTableJob() as job:
            return Path(job.table).name
    return run.job.training.dataset if isinstance(run.job, DraftedJob) else ""


def model_of(run: Run, runs: Mapping[str, Run]) -> str:
    """The pretrained model that a run starts from, or that its training started from."""
    match run.job:
        case TrainJob() as job:
            return tr("{model}, from scratch", model=job.model) if job.settings.get("from_scratch") else job.model
        case AddModelJob() as job:
            return Path(job.source).name
        case DownloadJob() as job:
            return ", ".join(job.models)
    if isinstance(run.job, DraftedJob):
        return run.job.training.model
    training = training_of(run, runs)
    return model_of(training, {}) if training is not None else ""


def training_of(run: Run, runs: Mapping[str, Run]) -> Run | None:
    """The training that a run is or is about; by name, since a project may have been moved."""
    match run.job:
        case TrainJob():
            return run
        case EvaluateJob() | ExportJob() | PredictJob() | AnswerTableJob() as job:
            return runs.get(Path(job.run).name)
    return None


def has_failed(run: Run) -> bool:
    """Whether it came to no good end."""
    return run.status is RunStatus.FAILED


def can_resume(run: Run, *, is_running: bool) -> bool:
    """Whether a run can go on from where it was."""
    return not why_it_cannot_go_on(run, is_running=is_running)


def why_it_cannot_go_on(run: Run, *, is_running: bool) -> str:
    """Why a run cannot go on from where it was; empty where it can."""
    if not isinstance(run.job, LongJob):
        return tr("Only what learns, searches or cross-validates can go on; do it again instead.")
    if is_running:
        return tr("It is under way.")
    if run.status is RunStatus.FINISHED:
        return tr("It came to its end, so that nothing is left to go on with.")
    if run.status is not RunStatus.NEW and not has_checkpoint(run.folder):
        return tr("It ended before anything was saved that it could go on from; run it again instead.")
    return ""


def processes_of(run: Run) -> int:
    """How many processes took part in it, when it was last under way."""
    choice = run.choices.get("processes")
    return int(choice.value) if choice is not None else 1


def outcome(run: Run) -> tuple[str, str]:
    """What a run ended with, as a message and a hint; empty where there is nothing to say."""
    match run.final:
        case RunFailed() as failure:
            return failure.message, failure.hint
        case RunStopped() as stop:
            return stop.message, tr("It can be resumed.") if stop.can_resume else ""
    return "", ""


def said_of(run: Run, status: str) -> tuple[str, str]:
    """What to say of a run that did not go well, as a message and a hint."""
    if status != INTERRUPTED:
        return outcome(run)
    hint = tr("Resume it to go on from its last checkpoint.") if can_resume(run, is_running=False) else ""
    return tr("Its worker is gone: it was ended, or the machine was switched off."), hint


def peak_memory_of(run: Run) -> str:
    """The most memory that it has had; empty where that was not measured."""
    peak_mb = max(run.usage.peak_memory_mb if run.usage else 0.0, float(run.result.get("peak_memory_mb", 0.0)))
    return formats.size(peak_mb) if peak_mb > 0 else ""


def seconds_of(run: Run, *, is_running: bool) -> float | None:
    """How long it has worked; None where that is not known, as of one that broke off."""
    if run.final is not None:
        return run.seconds()
    return run.seconds(time.time()) if is_running else None
