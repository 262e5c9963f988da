"""A run in one line of plain values, and many of them as a table for a spreadsheet; knows neither tasks nor widgets."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from ptstudio.core.jobs import EvaluateJob, ImportJob, Job, RankJob, SettingValue, TrainJob
from ptstudio.core.message import Record
from ptstudio.core.run import Run
from ptstudio.core.run_notes import RunNotes, name_of

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets take for a formula (OWASP, “CSV Injection”)."""


class RunSummary(Record):
    """What lists show of a run; what it has not is None or empty.

    `changed` are the settings that differ from the preset. `validation`, `test` and the ends of the interval of the
    latter are of `metric`, the task's best one. `begun` is ISO 8601 in UTC.
    """

    run: str
    name: str
    is_starred: bool = False
    note: str = ""
    kind: str
    status: str
    task: str = ""
    model: str = ""
    preset: str = ""
    changed: dict[str, SettingValue] = {}
    data: str = ""
    metric: str = ""
    validation: float | None = None
    test: float | None = None
    test_low: float | None = None
    test_high: float | None = None
    best_epoch: int | None = None
    epochs: int | None = None
    seconds: float | None = None
    energy_wh: float | None = None
    begun: str
    repeats: str = ""


def summary_of(run: Run, notes: RunNotes, status: str, metric: str = "") -> RunSummary:
    """One run, as it stands; `status` says whether its worker is still there, `metric` which is the task's best."""
    job = run.job
    training = job if isinstance(job, TrainJob) else None
    test = run.result.get("metrics", {}).get("test", {}).get(metric, {})
    return RunSummary(
        run=run.folder.name,
        name=name_of(run.folder, notes),
        is_starred=notes.is_starred,
        note=notes.note,
        kind=job.type,
        status=status,
        task=training.task if training else "",
        model=training.model if training else "",
        preset=training.preset if training else "",
        changed=training.settings if training else {},
        data=_data_of(job),
        metric=metric if training else "",
        validation=validation_of(run, metric),
        test=test.get("value"),
        test_low=test.get("low"),
        test_high=test.get("high"),
        best_epoch=run.best_epoch,
        epochs=len(run.epochs) or None,
        seconds=run.seconds(),
        energy_wh=energy_of(run),
        begun=datetime.fromtimestamp(run.begun_at, UTC).isoformat(timespec="seconds"),
        repeats=training.repeats if training else "",
    )


def validation_of(run: Run, metric: str) -> float | None:
    """A metric on the validation split: as measured at the end, or that of the best epoch so far."""
    measured = run.result.get("metrics", {}).get("validation", {}).get(metric, {}).get("value")
    if measured is not None:
        return float(measured)
    best = next((epoch for epoch in reversed(run.epochs) if epoch.is_best), None)
    return best.metrics.get(metric) if best is not None else None


def energy_of(run: Run) -> float | None:
    """The energy that it has taken, in Wh, where the machine tells."""
    return run.usage.energy_wh if run.usage is not None else None


def as_csv(summaries: Iterable[RunSummary]) -> str:
    """A table with raw values and units in its headers; no cell of it is taken for a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for summary in summaries:
        writer.writerow([_cell(value(summary)) for value in _COLUMNS.values()])
    return stream.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _changed(summary: RunSummary) -> str:
    return "; ".join(f"{name}={'auto' if value is None else value}" for name, value in summary.changed.items())


_COLUMNS: dict[str, Callable[[RunSummary], object]] = {
    "run": lambda one: one.run,
    "name": lambda one: one.name,
    "star": lambda one: one.is_starred,
    "note": lambda one: one.note,
    "kind": lambda one: one.kind,
    "status": lambda one: one.status,
    "task": lambda one: one.task,
    "model": lambda one: one.model,
    "preset": lambda one: one.preset,
    "changed settings": _changed,
    "data": lambda one: one.data,
    "metric": lambda one: one.metric,
    "validation": lambda one: one.validation,
    "test": lambda one: one.test,
    "test, 95 % interval from": lambda one: one.test_low,
    "test, 95 % interval to": lambda one: one.test_high,
    "best epoch": lambda one: one.best_epoch,
    "epochs": lambda one: one.epochs,
    "duration (s)": lambda one: one.seconds,
    "energy (Wh)": lambda one: one.energy_wh,
    "begun (UTC)": lambda one: one.begun,
    "repeats": lambda one: one.repeats,
}


def _data_of(job: Job) -> str:
    match job:
        case TrainJob() | RankJob():
            return job.dataset
        case EvaluateJob():
            return job.dataset or ""
        case ImportJob():
            return job.dataset or Path(job.source).name
    return ""
