"""`ptstudio models rank`: which pretrained models suit somebody's data best, before any of them is trained."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_folder
from ptstudio.cli.importing import import_data
from ptstudio.cli.known_data import known_revision
from ptstudio.cli.output import duration, say, say_json
from ptstudio.cli.task_choice import chosen_task
from ptstudio.core import amount
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import ModelError
from ptstudio.core.jobs import RankJob
from ptstudio.core.metric import MetricFacts
from ptstudio.core.project import Project
from ptstudio.core.ranking import RankedModel, Ranking
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks


def rank(
    data: Annotated[
        Path,
        typer.Option(
            "--data",
            metavar="PATH",
            help="A folder, table or ZIP; or a project, for its newest data; or the folder of a revision in it.",
        ),
    ],
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY]...", help="The models to compare; without any, all that are ready."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PROJECT",
            help="Import into this project, new or made before; a training in it need not look at the samples again.",
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option("--samples", metavar="NUMBER", min=10, help="How many training samples to look at, at most.")
    ] = 1000,
    folds: Annotated[
        int, typer.Option("--folds", metavar="NUMBER", min=2, max=20, help="Into how many parts they are divided.")
    ] = 5,
    task: options.Task = None,
    format_: options.Format = None,
    columns: options.Columns = None,
    rename: options.Rename = None,
    leave_out: options.LeaveOut = None,
    shares: options.Shares = "70/15/15",
    group_by: options.GroupBy = "none",
    seed: options.Seed = 0,
    most_words: options.MostWords = None,
    separator: options.Separator = None,
    quotes: options.Quotes = None,
    as_json: options.AsJson = False,
) -> None:
    """Compare pretrained models on the training split of your data, in seconds and without training them."""
    source = options.existing(data)
    known = chosen_task(task, source)
    written = options.table_written(separator, quotes)
    chosen = options.import_options(format_, columns, rename, leave_out, shares, group_by, seed, most_words, written)
    wanted = tuple(_key_of_model(key) for key in keys or ())
    with _revision(source, out, known, chosen) as (project, revision):
        job = RankJob(
            task=project.revision(revision).task, dataset=revision, models=wanted, samples=samples, folds=folds
        )
        result = follow_to_end(project.new_run(job)).result
    if as_json:
        say_json(result)
        return
    for line in ranking_lines(Ranking.model_validate(result)):
        say(line)


def _key_of_model(key: str) -> str:
    """The key itself. Raises ModelError, before any data are read, where its weights are not on this machine."""
    library = Library.standard()
    facts, entry = find_model(key, library)
    if entry is None:
        raise_if_absent(library)
        raise ModelError(
            f"The weights of “{facts.title}” are not on this machine.", f"Get them by: ptstudio models get {facts.key}"
        )
    return facts.key


def ranking_lines(ranking: Ranking) -> list[str]:
    """A row a model, the best first; what was left out and why; what it comes to."""
    facts = next(facts for facts in all_tasks()[ranking.task].metrics if facts.key == ranking.metric)
    width = max(len(model.key) for model in ranking.models)
    return [
        f"On {ranking.samples:,} of {ranking.training_samples:,} training samples, in {ranking.folds} folds; it took "
        f"{duration(ranking.seconds)}.",
        f"  {'model':{width}}  {facts.title.lower():>9}   {'95 % interval':>19}   {'over folds':>10}   {'a sample':>9}"
        f"{'parameters':>12}{'memory':>10}   training",
        *(f"  {_model_line(facts, model, width)}" for model in ranking.models),
        "  Training: about how long, from its start to its report, with all its epochs.",
        f"  Baseline: {facts.written(ranking.baseline)}, {ranking.baseline_reason}",
        *(f"  Left out: {model.key}: {model.reason} {model.hint}" for model in ranking.left_out),
        ranking.verdict.say(),
    ]


def _model_line(facts: MetricFacts, model: RankedModel, width: int) -> str:
    interval = f"{facts.written(model.estimate.low)} – {facts.written(model.estimate.high)}"
    spread = f"± {facts.written(model.fold_spread)}"
    cost = (
        f"{1000 * model.seconds_per_sample:6.1f} ms{model.parameters / 1e6:>10.1f} M{amount.size(model.memory_mb):>10}"
    )
    times = ", ".join(f"{preset} {duration(seconds)}" for preset, seconds in model.training_s.items())
    value = facts.written(model.estimate.value)
    return f"{model.key:{width}}  {value:>9}   {interval:>19}   {spread:>10}   {cost}   {times}"


@contextmanager
def _revision(source: Path, out: Path | None, task: str, chosen: ImportOptions) -> Iterator[tuple[Project, str]]:
    """The project and the revision in it that is meant; imported first where it is none yet, for the time being where
    no project is named.
    """
    known = known_revision(source)
    if known is not None:
        yield known
    elif out is not None:
        project = Project.open_or_create(out)
        yield project, import_data(project, source, task, chosen)
    else:
        with temporary_folder() as folder:
            project = Project.create(folder / "project")
            yield project, import_data(project, source, task, chosen)
