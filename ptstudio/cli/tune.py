"""`ptstudio tune`: good settings for a training, searched within a budget of minutes."""

import shlex
import sys
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli import drafting
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.output import duration, say, say_json
from ptstudio.cli.train import USUAL_PRESET, report_training
from ptstudio.core import amount
from ptstudio.core.dataset import Split
from ptstudio.core.events import TrialEnded
from ptstudio.core.jobs import SettingValue, TuneJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.run import Run
from ptstudio.core.tuning import Tuning, searched_names
from ptstudio.tasks import all_tasks

SHOWN_TRIALS = 10
LEAST_WIDTH = 9


def tune(
    data: drafting.Data,
    model: drafting.Model,
    out: drafting.Out = None,
    minutes: Annotated[
        float, typer.Option("--minutes", metavar="MINUTES", min=0.05, help="How long to try; the first trial ends.")
    ] = 10.0,
    trials: Annotated[
        int | None, typer.Option("--trials", metavar="NUMBER", min=1, help="End sooner, after so many trials.")
    ] = None,
    seed: Annotated[int, typer.Option("--search-seed", metavar="NUMBER", help="Another number tries others.")] = 0,
    trains_best: Annotated[
        bool,
        typer.Option("--train-best", help="Then train with the best settings and measure that on the test samples."),
    ] = False,
    task: options.Task = None,
    preset: drafting.Preset = USUAL_PRESET,
    settings: drafting.Values = None,
    as_json: options.AsJson = False,
) -> None:
    """Search good settings for a training, on the validation samples; the test samples are not touched."""
    project, training = drafting.drafted(data, model, out, task, preset, settings)
    job = TuneJob(training=training, minutes=minutes, trials=trials, seed=seed)
    run = follow_to_end(project.new_run(job))
    if not (as_json and trains_best):
        report_tuning(run, as_json)
    if trains_best:
        command = shlex.join(["ptstudio", *sys.argv[1:]])
        best = Tuning(job, run.trials, _metric(job)).best_training.model_copy(update={"command": command})
        report_training(follow_to_end(project.new_run(best)).result, as_json)


def report_tuning(run: Run, as_json: bool) -> None:
    """Print what a search came to."""
    if as_json:
        say_json(run.result | {"run": str(run.folder)})
    elif isinstance(run.job, TuneJob):
        for line in tuning_lines(Tuning(run.job, run.trials, _metric(run.job), _samples(run, run.job))):
            say(line)
        say(f"Run: {run.folder}")


def tuning_lines(found: Tuning) -> list[str]:
    """The best trials, what to think of them, and how to train with the best settings."""
    names = searched_names(found.trials)
    ended = {state: sum(trial.state == state for trial in found.trials) for state in ("pruned", "failed")}
    seconds = sum(trial.seconds for trial in found.trials)
    lines = [
        f"{len(found.trials)} trials in {duration(seconds)}, {ended['pruned']} of them given up early, "
        f"{ended['failed']} failed.",
        f"  trial  {found.metric.title.lower():>9}  {'':8}  " + "  ".join(f"{name:>{LEAST_WIDTH}}" for name in names),
        *(f"  {_trial_line(trial, found, names)}" for trial in found.ranked[:SHOWN_TRIALS]),
    ]
    changed = found.best_settings
    options_ = " ".join(f"--set {name}={_assigned(value)}" for name, value in changed.items())
    return [*lines, found.verdict.say(), found.caution.say(), *([f"Settings: {options_}"] if options_ else [])]


def _trial_line(trial: TrialEnded, found: Tuning, names: list[str]) -> str:
    value = found.metric.written(trial.value) if trial.value is not None else "–"
    state = "best" if trial is found.best else {"finished": "", "pruned": "given up", "failed": "failed"}[trial.state]
    tried = "  ".join(f"{_words(trial.settings.get(name)):>{max(len(name), LEAST_WIDTH)}}" for name in names)
    return f"{trial.number:5}  {value:>9}  {state:8}  {tried}"


def _words(value: SettingValue) -> str:
    if value is None:
        return "automatic"
    return amount.number(value) if isinstance(value, float) else _assigned(value)


def _assigned(value: SettingValue) -> str:
    return "auto" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _metric(job: TuneJob) -> MetricFacts:
    task = all_tasks()[job.training.task]
    return task.deciding_metric


def _samples(run: Run, job: TuneJob) -> int:
    revision = Project.of_run(run.folder).revision(job.training.dataset)
    return revision.counts.totals.get(Split.VALIDATION, 0)
