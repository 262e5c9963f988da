"""`ptstudio evaluate`: measure a trained run again."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.importing import import_data
from ptstudio.cli.output import report_lines, say, say_json
from ptstudio.cli.runs import trained_run, training_job
from ptstudio.core.jobs import EvaluateJob
from ptstudio.core.project import Project, dataset_name
from ptstudio.core.report import Report


def evaluate(
    run: options.Run,
    data: Annotated[Path | None, typer.Option("--data", metavar="PATH", help="Other labelled data.")] = None,
    format_: options.Format = None,
    columns: options.Columns = None,
    rename: options.Rename = None,
    leave_out: options.LeaveOut = None,
    most_words: options.MostWords = None,
    separator: options.Separator = None,
    quotes: options.Quotes = None,
    as_json: options.AsJson = False,
) -> None:
    """Measure a trained model on its own splits, or on every sample of other labelled data."""
    folder = trained_run(run)
    project = Project.of_run(folder)
    dataset = None
    if data is not None:
        source = options.existing(data)
        written = options.table_written(separator, quotes)
        chosen = options.import_options(format_, columns, rename, leave_out, "70/15/15", "none", 0, most_words, written)
        name = f"evaluation-{dataset_name(source)}"
        dataset = import_data(project, source, training_job(folder).task, chosen, name, for_measuring=True)
    result = follow_to_end(project.new_run(EvaluateJob(run=str(folder), dataset=dataset))).result
    if as_json:
        say_json(result)
        return
    for line in report_lines(Report.from_text(Path(result["report"]["json"]).read_bytes())):
        say(line)
    say(f"Report: {result['report']['html']}")
