"""`ptstudio train`: import, train, measure; from one command."""

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from ptstudio.cli import computing
from ptstudio.cli import data_options as options
from ptstudio.cli.costs import time_and_energy
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.importing import import_data
from ptstudio.cli.output import report_lines, say, say_json
from ptstudio.cli.queue import AT, IN_QUEUE, add_to_queue, moment_of, without_queueing
from ptstudio.cli.repeating import agreement_with, training_again
from ptstudio.cli.runs import repeatable_run, training_job
from ptstudio.cli.task_choice import chosen_task
from ptstudio.core.errors import InputError, ModelError, SettingsError
from ptstudio.core.jobs import AddModelJob, SettingValue, TrainJob
from ptstudio.core.project import Project, dataset_name, is_project
from ptstudio.core.report import Report
from ptstudio.core.settings import parse_assignments
from ptstudio.core.training import TrainingSettings
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks

T = TypeVar("T")
USUAL_PRESET = "balanced"


def train(
    data: Annotated[Path | None, typer.Option("--data", metavar="PATH", help="A folder, table or ZIP.")] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="MODEL", help="A model of `ptstudio models`, or a file or folder of weights."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PROJECT",
            help="The project: a new folder, or one made before; usually one called after the data.",
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="RUN",
            help="Do this training again, on the same data and with the same settings, but for what else is said here; "
            "tells at the end whether it came out the same.",
        ),
    ] = None,
    task: options.Task = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="PRESET",
            help="quick (only a new last layer learns), balanced (then the last blocks too, or small additions to all; "
            "the usual one) or thorough (everything).",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="Change a setting, such as epochs=10 or seed=1. May be repeated."
        ),
    ] = None,
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
    is_queued: Annotated[
        bool, typer.Option(IN_QUEUE, help="Have it wait in the project's queue instead of doing it now.")
    ] = False,
    at: Annotated[
        str | None, typer.Option(AT, metavar="TIME", help="Have it wait until then, such as 22:00 or 2026-12-24T18:00.")
    ] = None,
    processes: computing.Processes = None,
    cards: computing.Cards = None,
    is_only_prepared: computing.PrepareOnly = False,
    as_json: options.AsJson = False,
) -> None:
    """Fine-tune a pretrained model on your data and measure it on samples it never saw."""
    moment = moment_of(at)
    computing.computing(processes, cards)
    source = repeatable_run(source) if source is not None else None
    task = _task(source, task, data)
    values = checked_settings(task, preset or USUAL_PRESET, settings or [])
    is_needed = values.get("from_scratch") is not True
    if source is not None:
        key = model_key(model, is_needed) if model is not None else None
        found = options.existing(data) if data else None
        project, job = training_again(source, out, values, data=found, model=key, preset=preset)
        job = computing.with_computing(job, processes, cards)
        if is_only_prepared:
            report_prepared(project.new_run(job), as_json)
        elif is_queued or moment is not None:
            add_to_queue(project, job, moment, as_json)
        else:
            _train_again(source, project.new_run(job), job.repeats, as_json)
        return
    found, model = options.existing(_given(data, "--data")), _given(model, "--model")
    written = options.table_written(separator, quotes)
    chosen = options.import_options(format_, columns, rename, leave_out, shares, group_by, seed, most_words, written)
    key = model_key(model, is_needed)
    with _attempt(out or _usual_project(found)) as project:
        revision = import_data(project, found, task, chosen)
    job = TrainJob(
        task=task,
        dataset=revision,
        model=key,
        preset=preset or USUAL_PRESET,
        settings=values,
        command=shlex.join(["ptstudio", *without_queueing(sys.argv[1:])]),
    )
    job = computing.with_computing(job, processes, cards)
    if is_only_prepared:
        report_prepared(project.new_run(job), as_json)
    elif is_queued or moment is not None:
        add_to_queue(project, job, moment, as_json)
    else:
        report_training(follow_to_end(project.new_run(job)).result, as_json)


def _task(source: Path | None, named: str | None, data: Path | None) -> str:
    """That of the training which is done again, else the one that is named or that the data tell."""
    if source is not None:
        return training_job(source).task
    return chosen_task(named, options.existing(_given(data, "--data")))


def _train_again(source: Path, folder: Path, repeats: str, as_json: bool) -> None:
    run = follow_to_end(folder)
    lines = agreement_with(source, run)
    report_training(run.result | {"repeats": repeats, "agreement": lines} if as_json else run.result, as_json)
    for line in () if as_json else lines:
        say(line)


def _usual_project(data: Path) -> Path:
    """Where a project goes that nobody has named: here, called after the data, which is told."""
    place = Path(f"{dataset_name(data)}-project")
    sys.stderr.write(f"Note: the results are kept in the project “{place}”, since --out names no other.\n")
    return place


def _given(value: T | None, option: str) -> T:
    """What was given. Raises SettingsError where nothing was: only `--from` makes it needless."""
    if value is None:
        raise SettingsError(
            f"The option {option} is missing.", "“ptstudio train --help” says what it takes; --from RUN knows the rest."
        )
    return value


@contextmanager
def _attempt(out: Path) -> Iterator[Project]:
    """A project to import into, which is gone again where that fails and it was made for it."""
    is_new = not is_project(out)
    project = Project.open_or_create(out)
    try:
        yield project
    except InputError:
        if is_new:
            shutil.rmtree(project.folder, ignore_errors=True)  # it holds nothing but the attempt
        raise


def report_prepared(folder: Path, as_json: bool) -> None:
    """Print where a run lies that was only made, and how to start it."""
    command = computing.launch_command(folder)
    if as_json:
        say_json({"run": str(folder), "command": command})
        return
    say(f"Run: {folder}")
    say("Give this command on every machine, HOST being the name or address of the first, with your own numbers:")
    say(command)


def report_training(result: dict[str, Any], as_json: bool) -> None:
    """Print the outcome of a training."""
    if as_json:
        say_json(result)
        return
    folder = Path(result["run"])
    for line in report_lines(Report.from_text((folder / "report.json").read_bytes())):
        say(line)
    say(f"Best epoch: {result['best_epoch']}. It took {time_and_energy(result)}.")
    say(f"Report: {folder / 'report.html'}")
    say(f"Run: {folder}")


def checked_settings(task: str, preset: str, assignments: list[str]) -> dict[str, SettingValue]:
    """What was set, as typed values. Raises SettingsError before anything is written."""
    facts = all_tasks()[task]
    found = facts.preset(preset)
    if found is None:
        known = ", ".join(preset.key for preset in facts.presets)
        raise SettingsError(f"There is no preset “{preset}”.", f"The presets are: {known}.")
    values = parse_assignments(assignments)
    typed = facts.settings.from_values(values).model_dump(mode="json")
    _tell_of_idle(facts.settings.from_values({**found.values, **values}), values)
    return {name: typed[name] for name in values}


def _tell_of_idle(settings: TrainingSettings, values: Mapping[str, SettingValue]) -> None:
    """Say which of the values change nothing, why, and what would."""
    for name in values:
        if name in settings.idle():
            sys.stderr.write(f"Note: {settings.about_idle(name)}\n")


def model_key(model: str, is_needed: bool) -> str:
    """The key of a model in the library, where weights given as a file or folder are put first.

    Raises ModelError before anything is written where there is no such model, or it is needed and not on this machine.
    """
    library = Library.standard()
    if library.find(model) is None and Path(model).exists():
        with temporary_run(AddModelJob(source=str(Path(model).resolve()))) as folder:
            return str(follow_to_end(folder).result["model"]["key"])
    facts, entry = find_model(model, library)
    if entry is None and is_needed:
        raise_if_absent(library)
        raise ModelError(
            f"The weights of “{facts.title}” are not on this machine.",
            f"Get the file from {facts.source} and add it by: ptstudio models add FILE",
        )
    return facts.key
