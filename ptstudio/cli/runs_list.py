"""`ptstudio runs`: what was done in a project, as a table, as JSON or for a spreadsheet."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.output import duration, say, say_json
from ptstudio.core.errors import ProjectError, SettingsError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.core.run_notes import notes_of
from ptstudio.core.run_summary import RunSummary, as_csv, summary_of, validation_of
from ptstudio.core.worker import is_interrupted
from ptstudio.tasks import all_tasks

_HEADERS = ("run", "name", "status", "model", "preset", "data", "metric", "validation", "test", "took", "note")


def runs(
    project: Annotated[Path, typer.Argument(metavar="PROJECT", help="The project's folder.")],
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="METRIC", help="The best first, by a metric such as accuracy; else by time."),
    ] = None,
    shows_all: Annotated[bool, typer.Option("--all", help="Also what was no training: imports, exports, …")] = False,
    as_table: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet, with raw values.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """List what was done in a project, the newest first."""
    found = [run for run in _read(Project.open(project)) if shows_all or isinstance(run.job, TrainJob)]
    found.sort(key=lambda run: run.order, reverse=True)
    if sort is not None:
        found = _best_first(found, sort)
    summaries = [summary_of(run, notes_of(run.folder), _status(run), sort or _metric(run)) for run in found]
    if as_json:
        say_json([summary.model_dump(mode="json") for summary in summaries])
    elif as_table:
        say(as_csv(summaries).removesuffix("\n"))
    else:
        for line in _lines(summaries):
            say(line)


def _read(project: Project) -> list[Run]:
    """Every run that can be read; of others it is said on standard error why not."""
    found = []
    for folder in project.runs():
        try:
            found.append(Run.open(folder))
        except ProjectError as error:
            sys.stderr.write(f"Note: {error.message} {error.hint}\n")
    return found


def _best_first(found: list[Run], metric: str) -> list[Run]:
    """Those that have the metric, the best first, before those that have not. Raises SettingsError."""
    facts = _metrics()
    if metric not in facts:
        raise SettingsError(f"There is no metric “{metric}”.", f"The metrics are: {', '.join(sorted(facts))}.")
    sign = -1 if facts[metric].higher_is_better else 1

    def order(run: Run) -> tuple[bool, float]:
        value = validation_of(run, metric)
        return value is None, sign * (value or 0.0)

    return sorted(found, key=order)


def _metric(run: Run) -> str:
    task = all_tasks().get(run.job.task) if isinstance(run.job, TrainJob) else None
    return task.best_metric if task is not None else ""


def _status(run: Run) -> str:
    return "interrupted" if is_interrupted(run) else run.status.value


def _lines(summaries: list[RunSummary]) -> list[str]:
    if not summaries:
        return ["Nothing yet."]
    rows = [_HEADERS, *map(_cells, summaries)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADERS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@cache
def _metrics() -> Mapping[str, MetricFacts]:
    """The metrics of all tasks, by their keys."""
    return {facts.key: facts for task in all_tasks().values() for facts in task.metrics}


def _cells(summary: RunSummary) -> tuple[str, ...]:
    star = "* " if summary.is_starred else ""
    changes = f", {len(summary.changed)} changed" if summary.changed else ""
    took = duration(summary.seconds) if summary.seconds is not None else ""
    figures = (f"{value:.4g}" if value is not None else "" for value in (summary.validation, summary.test))
    start = (summary.run, star + summary.name, summary.status, summary.model or summary.kind)
    return (
        *start,
        summary.preset + changes,
        summary.data,
        _metrics()[summary.metric].title if summary.metric else "",
        *figures,
        took,
        summary.note.partition("\n")[0][:40],
    )
