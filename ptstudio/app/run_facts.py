"""A run as a row of a table and in sentences; knows no widget but the table's cells."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ptstudio.app import formats, job_words
from ptstudio.app.run_titles import begun_words
from ptstudio.app.translation import tr
from ptstudio.app.widgets.row_table import Cell, Row
from ptstudio.core.events import RunFailed, RunStopped
from ptstudio.core.jobs import (
    AddModelJob,
    DownloadJob,
    EvaluateJob,
    ExportJob,
    ImportJob,
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
_KIND_ICONS: dict[type, str] = {
    ImportJob: "data",
    TrainJob: "train",
    EvaluateJob: "evaluate",
    ExportJob: "export",
    PredictJob: "try",
    AddModelJob: "library",
    DownloadJob: "library",
}
_STATUS_ICONS = {
    RunStatus.NEW.value: ("todo", "muted"),
    RunStatus.RUNNING.value: ("running", "accent"),
    RunStatus.WAITING.value: ("pause", "warning"),
    RunStatus.FINISHED.value: ("done", "good"),
    RunStatus.STOPPED.value: ("stop", "muted"),
    RunStatus.FAILED.value: ("failed", "bad"),
    INTERRUPTED: ("attention", "warning"),
}


@dataclass(frozen=True)
class Figures:
    """What the task's best metric came to, by split; with the facts of that metric."""

    facts: MetricFacts
    splits: Mapping[str, Estimate]


def headers() -> tuple[str, ...]:
    """The columns."""
    about = (tr("What"), tr("Status"), tr("Model"), tr("Test"), tr("Validation"))
    return (*about, tr("Data"), tr("Preset"), tr("Started"), tr("Took"))


def read_figures(folder: Path) -> Figures | None:
    """The headline figures of a run's report; nothing where there is none that can be read. Reads a whole report."""
    try:
        report = Report.from_text((folder / "report.json").read_bytes())
    except (OSError, ValidationError):
        return None
    task = all_tasks().get(report.task)
    facts = next((facts for facts in task.metrics if facts.key == task.best_metric), None) if task else None
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


def row_of(run: Run, figures: Figures | None, runs: Mapping[str, Run], *, is_running: bool) -> Row:
    """A row; `runs` are all of the project by their folders' names."""
    status = status_of(run, is_running=is_running)
    icon_name, colour = _STATUS_ICONS[status]
    took = _seconds(run, is_running=is_running)
    return Row(
        str(run.folder),
        (
            Cell(job_words.kind_of(run.job), icon_name=_KIND_ICONS.get(type(run.job), "runs")),
            Cell(status_words(status, run), icon_name=icon_name, colour=colour, tip=outcome(run)[0]),
            Cell(model_of(run, runs) or NOTHING),
            _test(figures),
            _validation(figures, run),
            Cell(data_of(run) or NOTHING),
            Cell(_preset(run) or NOTHING),
            Cell(begun_words(run), run.begun_at),
            Cell(formats.duration(took) if took is not None else NOTHING, took or 0.0),
        ),
    )


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
    return ""


def model_of(run: Run, runs: Mapping[str, Run]) -> str:
    """The pretrained model that a run starts from, or that its training started from."""
    match run.job:
        case TrainJob() as job:
            return tr("{model}, from scratch", model=job.model) if job.settings.get("from_scratch") else job.model
        case AddModelJob() as job:
            return Path(job.source).name
        case DownloadJob() as job:
            return ", ".join(job.models)
    training = training_of(run, runs)
    return model_of(training, {}) if training is not None else ""


def training_of(run: Run, runs: Mapping[str, Run]) -> Run | None:
    """The training that a run is or is about; by name, since a project may have been moved."""
    match run.job:
        case TrainJob():
            return run
        case EvaluateJob() | ExportJob() | PredictJob() as job:
            return runs.get(Path(job.run).name)
    return None


def can_resume(run: Run, *, is_running: bool) -> bool:
    """Whether a training can go on from where it was."""
    if is_running or not isinstance(run.job, TrainJob) or run.status is RunStatus.FINISHED:
        return False
    return has_checkpoint(run.folder) or run.status is RunStatus.NEW


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


def _preset(run: Run) -> str:
    if not isinstance(run.job, TrainJob):
        return ""
    task = all_tasks().get(run.job.task)
    preset = task.preset(run.job.preset) if task else None
    title = tr(preset.title) if preset else run.job.preset
    changed = len([name for name in run.job.settings if name != "from_scratch"])
    return tr("{preset}, {count} changed", preset=title, count=changed) if changed else title


def _test(figures: Figures | None) -> Cell:
    if figures is None or "test" not in figures.splits:
        return Cell(NOTHING, -1.0)
    estimate, facts = figures.splits["test"], figures.facts
    return Cell(with_interval(estimate, facts), estimate.value, tip=_said(estimate, facts))


def _validation(figures: Figures | None, run: Run) -> Cell:
    if figures is None or "validation" not in figures.splits:
        return _best_so_far(run)
    estimate, facts = figures.splits["validation"], figures.facts
    return Cell(facts.written(estimate.value), estimate.value, tip=_said(estimate, facts))


def _said(estimate: Estimate, facts: MetricFacts) -> str:
    low, high = facts.written(estimate.low), facts.written(estimate.high)
    return tr("{metric}: between {low} and {high}, 19 times out of 20", metric=tr(facts.title), low=low, high=high)


def _best_so_far(run: Run) -> Cell:
    """What the best epoch of a training without a report came to on the validation split."""
    best = next((epoch for epoch in reversed(run.epochs) if epoch.is_best), None)
    task = all_tasks().get(run.job.task) if isinstance(run.job, TrainJob) else None
    if best is None or task is None or task.best_metric not in best.metrics:
        return Cell(NOTHING, -1.0)
    facts = next(facts for facts in task.metrics if facts.key == task.best_metric)
    value = best.metrics[task.best_metric]
    return Cell(tr("{value} so far", value=facts.written(value)), value)


def _seconds(run: Run, *, is_running: bool) -> float | None:
    if run.final is not None:
        return run.seconds()
    return run.seconds(time.time()) if is_running else None
