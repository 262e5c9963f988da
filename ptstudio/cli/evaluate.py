"""`ptstudio evaluate`: measure a trained run again."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import metric_lines, say, say_json
from ptstudio.cli.runs import training_run
from ptstudio.cli.train import import_data
from ptstudio.core.jobs import EvaluateJob, TrainJob
from ptstudio.core.project import Project, dataset_name
from ptstudio.core.run import load_job


def evaluate(
    run: Annotated[Path, typer.Argument(help="The run's folder, or its project.")],
    data: Annotated[Path | None, typer.Option("--data", help="Other labelled data to measure on.")] = None,
    format_: options.Format = None,
    columns: options.Columns = None,
    rename: options.Rename = None,
    leave_out: options.LeaveOut = None,
    as_json: options.AsJson = False,
) -> None:
    """Measure a trained model on its own splits, or on every sample of other labelled data."""
    folder = training_run(run)
    project = Project.of_run(folder)
    dataset = None
    if data is not None:
        job = load_job(folder)
        task = job.task if isinstance(job, TrainJob) else ""
        source = options.existing(data)
        chosen = options.import_options(format_, columns, rename, leave_out, "1/0/0", "none", 0)
        dataset = import_data(project, source, task, chosen, f"evaluation-{dataset_name(source)}")
    result = follow_to_end(project.new_run(EvaluateJob(run=str(folder), dataset=dataset))).result
    if as_json:
        say_json(result)
        return
    for split, metrics in result["metrics"].items():
        say(f"{split.capitalize()}, {result['counts'][split]} samples:")
        for line in metric_lines(metrics, result["baseline"]):
            say(line)
    say(f"Report: {result['report']['html']}")
