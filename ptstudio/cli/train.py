"""`ptstudio train`: import, train, measure; from one command."""

import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import errors, follow_to_end, temporary_run
from ptstudio.cli.output import metric_lines, say, say_json
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.jobs import AddModelJob, ImportJob, TrainJob
from ptstudio.core.project import Project, dataset_name
from ptstudio.core.settings import parse_assignments
from ptstudio.tasks import all_tasks


def train(
    data: Annotated[Path, typer.Option("--data", help="A folder, table or ZIP.")],
    model: Annotated[
        str, typer.Option("--model", help="A model of `ptstudio models`, or a file or folder of weights.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The project: a new folder, or one made before.")],
    task: options.Task = "image-classification",
    preset: Annotated[str, typer.Option("--preset", help="quick, balanced or thorough.")] = "balanced",
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE: change a setting. Repeatable.")
    ] = None,
    format_: options.Format = None,
    columns: options.Columns = None,
    rename: options.Rename = None,
    leave_out: options.LeaveOut = None,
    shares: options.Shares = "70/15/15",
    group_by: options.GroupBy = "none",
    seed: options.Seed = 0,
    as_json: options.AsJson = False,
) -> None:
    """Fine-tune a pretrained model on your data and measure it on samples it never saw."""
    values = parse_assignments(settings or [])
    all_tasks()[options.known_task(task)].settings.from_values(values)
    chosen = options.import_options(format_, columns, rename, leave_out, shares, group_by, seed)
    project = Project.open_or_create(out)
    revision = import_data(project, options.existing(data), task, chosen)
    key = add_model(Path(model)) if Path(model).exists() else model
    job = TrainJob(
        task=task,
        dataset=revision,
        model=key,
        preset=preset,
        settings=dict(values),
        command=shlex.join(["ptstudio", *sys.argv[1:]]),
    )
    report_training(follow_to_end(project.new_run(job)).result, as_json)


def import_data(project: Project, source: Path, task: str, chosen: ImportOptions, name: str = "") -> str:
    """Import data into a project; gives the revision's key and says what a person should know."""
    job = ImportJob(task=task, source=str(source), dataset=name or dataset_name(source), options=chosen)
    result = follow_to_end(project.new_run(job)).result
    findings = result["findings"]
    if findings:
        errors().print(f"{len(findings)} findings about the data, the first: {findings[0]['reason']}", markup=False)
        errors().print(f"All of them: {project.revision_folder(result['revision'])}/findings.jsonl", markup=False)
    return str(result["revision"])


def add_model(path: Path) -> str:
    """Put weights into the library; gives the model's key."""
    with temporary_run(AddModelJob(source=str(path.resolve()))) as folder:
        return str(follow_to_end(folder).result["model"]["key"])


def report_training(result: dict[str, Any], as_json: bool) -> None:
    """Print the outcome of a training."""
    if as_json:
        say_json(result)
        return
    for split, metrics in result["metrics"].items():
        say(f"{split.capitalize()}, {result['counts'][split]} samples:")
        for line in metric_lines(metrics, result["baseline"]):
            say(line)
    say(f"Best epoch: {result['best_epoch']}. Seconds: {result['seconds']['total']}.")
    say(f"Report: {Path(result['run']) / 'report.html'}")
    say(f"Run: {result['run']}")
