"""`ptstudio cross-validate`: every training and validation sample answered by a network that has not seen it."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli import drafting
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import report_lines, say, say_json
from ptstudio.cli.train import USUAL_PRESET
from ptstudio.core.cross_validation import ABOUT_FOLDS, CrossValidation
from ptstudio.core.jobs import CrossValidateJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.report import Report
from ptstudio.core.run import Run
from ptstudio.tasks import all_tasks


def cross_validate(
    data: drafting.Data,
    model: drafting.Model,
    out: drafting.Out = None,
    folds: Annotated[
        int, typer.Option("--folds", metavar="NUMBER", min=2, max=20, help="Into how many parts samples are divided.")
    ] = 5,
    task: options.Task = None,
    preset: drafting.Preset = USUAL_PRESET,
    settings: drafting.Values = None,
    as_json: options.AsJson = False,
) -> None:
    """Train once for each fold and measure on it: how far the result hangs on which samples were left out."""
    project, training = drafting.drafted(data, model, out, task, preset, settings)
    report_folds(follow_to_end(project.new_run(CrossValidateJob(training=training, folds=folds))), as_json)


def report_folds(run: Run, as_json: bool) -> None:
    """Print what a cross-validation came to."""
    if as_json:
        say_json(run.result | {"run": str(run.folder)})
        return
    found = CrossValidation.model_validate(run.result)
    for line in fold_lines(found):
        say(line)
    for line in report_lines(Report.from_text((run.folder / "report.json").read_bytes())):
        say(line)
    say(f"Predictions: {run.folder / Path(found.predictions)}")
    say(f"Run: {run.folder}")


def fold_lines(found: CrossValidation) -> list[str]:
    """A row a metric with its mean and spread, a column a fold; and what it comes to."""
    metrics = all_tasks()[found.task].metrics
    width = max(len(facts.title) for facts in metrics)
    heads = "".join(f"{f'fold {fold.fold}':>10}" for fold in found.folds)
    return [
        f"  {'':{width}}  {'mean':>9}  {'spread':>9}{heads}",
        *(f"  {_metric_line(found, facts, width)}" for facts in metrics),
        found.verdict(metrics).say(),
        ABOUT_FOLDS.say(),
    ]


def _metric_line(found: CrossValidation, facts: MetricFacts, width: int) -> str:
    by_fold = "".join(f"{facts.written(fold.metrics[facts.key]):>10}" for fold in found.folds)
    mean, spread = facts.written(found.mean[facts.key]), facts.written(found.spread[facts.key])
    return f"{facts.title:{width}}  {mean:>9}  ± {spread:>7}{by_fold}"
