"""The training that other commands are about, and the options that say which one is meant."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli import data_options
from ptstudio.cli.importing import import_data
from ptstudio.cli.known_data import known_revision
from ptstudio.cli.task_choice import chosen_task
from ptstudio.cli.train import checked_settings, model_key
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import SettingsError
from ptstudio.core.jobs import TrainJob
from ptstudio.core.project import Project

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="PATH",
        help="A project, for its newest data; the folder of a revision in it; or a folder, table or ZIP, with --out.",
    ),
]
Model = Annotated[
    str,
    typer.Option("--model", metavar="MODEL", help="A model of `ptstudio models`, or a file or folder of weights."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="PROJECT", help="Import into this project, new or made before; it keeps the results."
    ),
]
Preset = Annotated[
    str,
    typer.Option(
        "--preset",
        metavar="PRESET",
        help="quick (only a new last layer learns), balanced (then the last blocks too, or small additions to all) or "
        "thorough (everything).",
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Begin with another value of a setting. May be repeated."),
]


def drafted(
    data: Path, model: str, out: Path | None, named: str | None, preset: str, settings: list[str] | None
) -> tuple[Project, TrainJob]:
    """The project, into which data are imported first where they are not there yet, and the training in it.

    Raises InputError before anything is written where something given cannot be used.
    """
    source = data_options.existing(data)
    task = chosen_task(named, source)
    values = checked_settings(task, preset, settings or [])
    known = known_revision(source)
    if known is None and out is None:
        raise SettingsError(
            f"“{data}” is no project, and --out names none that could keep the results.",
            "Name a project by --data, or a new one by --out.",
        )
    key = model_key(model, is_needed=values.get("from_scratch") is not True)
    if known is None:
        project = Project.open_or_create(out or source)
        known = project, import_data(project, source, task, ImportOptions())
    project, revision = known
    return project, TrainJob(
        task=project.revision(revision).task, dataset=revision, model=key, preset=preset, settings=values
    )
