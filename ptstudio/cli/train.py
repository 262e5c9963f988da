"""`ptstudio train`: import, train, measure; from one command."""

import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end, temporary_run
from ptstudio.cli.importing import import_data
from ptstudio.cli.output import report_lines, say, say_json
from ptstudio.core.errors import InputError, ModelError, SettingsError
from ptstudio.core.jobs import AddModelJob, SettingValue, TrainJob
from ptstudio.core.project import Project, is_project
from ptstudio.core.report import Report
from ptstudio.core.settings import parse_assignments
from ptstudio.library.faults import raise_if_absent
from ptstudio.library.library import Library
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks


def train(
    data: Annotated[Path, typer.Option("--data", metavar="PATH", help="A folder, table or ZIP.")],
    model: Annotated[
        str,
        typer.Option("--model", metavar="MODEL", help="A model of `ptstudio models`, or a file or folder of weights."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="PROJECT", help="The project: a new folder, or one made before.")
    ],
    task: options.Task = "image-classification",
    preset: Annotated[
        str,
        typer.Option(
            "--preset",
            metavar="PRESET",
            help="quick (only a new last layer learns), balanced (then the last blocks too) or thorough (everything).",
        ),
    ] = "balanced",
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
    as_json: options.AsJson = False,
) -> None:
    """Fine-tune a pretrained model on your data and measure it on samples it never saw."""
    source = options.existing(data)
    values = _checked_settings(options.known_task(task), preset, settings or [])
    chosen = options.import_options(format_, columns, rename, leave_out, shares, group_by, seed)
    key = _model_key(model, is_needed=values.get("from_scratch") is not True)
    is_new = not is_project(out)
    project = Project.open_or_create(out)
    try:
        revision = import_data(project, source, task, chosen)
    except InputError:
        if is_new:
            shutil.rmtree(project.folder, ignore_errors=True)  # it holds nothing but the attempt
        raise
    job = TrainJob(
        task=task,
        dataset=revision,
        model=key,
        preset=preset,
        settings=values,
        command=shlex.join(["ptstudio", *sys.argv[1:]]),
    )
    report_training(follow_to_end(project.new_run(job)).result, as_json)


def report_training(result: dict[str, Any], as_json: bool) -> None:
    """Print the outcome of a training."""
    if as_json:
        say_json(result)
        return
    folder = Path(result["run"])
    for line in report_lines(Report.from_text((folder / "report.json").read_bytes())):
        say(line)
    say(f"Best epoch: {result['best_epoch']}. It took {result['seconds']['total']:.1f} s.")
    say(f"Report: {folder / 'report.html'}")
    say(f"Run: {folder}")


def _checked_settings(task: str, preset: str, assignments: list[str]) -> dict[str, SettingValue]:
    """What was set, as typed values. Raises SettingsError before anything is written."""
    facts = all_tasks()[task]
    if facts.preset(preset) is None:
        known = ", ".join(preset.key for preset in facts.presets)
        raise SettingsError(f"There is no preset “{preset}”.", f"The presets are: {known}.")
    values = parse_assignments(assignments)
    typed = facts.settings.from_values(values).model_dump(mode="json")
    return {name: typed[name] for name in values}


def _model_key(model: str, is_needed: bool) -> str:
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
