"""`ptstudio demo`: the built-in sample, the whole way."""

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.export import export_run, print_export
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.importing import import_data
from ptstudio.cli.output import say, say_json
from ptstudio.cli.train import report_training
from ptstudio.core.dataset import ImportOptions
from ptstudio.core.errors import ModelError, SettingsError
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.samples import SAMPLES, BuiltInSample
from ptstudio.library.library import Library

EXTRA = "pip install “ptstudio[starter-text]”"


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The project: a new folder, or one made before.")
    ] = Path("ptstudio-demo"),
    sample: Annotated[
        str, typer.Option("--sample", metavar="SAMPLE", help="Which of the built-in samples: digits or messages.")
    ] = SAMPLES[0].key,
    as_json: AsJson = False,
) -> None:
    """Fine-tune a small model on a built-in sample: import, train, evaluate, export, certificate."""
    chosen = _sample(sample)
    project = Project.open_or_create(out)
    if not as_json:
        say(chosen.words)
    revision = import_data(project, chosen.source, chosen.task, ImportOptions())
    command = shlex.join(["ptstudio", *sys.argv[1:]])
    settings: dict[str, SettingValue] = {"epochs": 4}
    job = TrainJob(
        task=chosen.task, dataset=revision, model=chosen.model, preset="balanced", settings=settings, command=command
    )
    run = project.new_run(job)
    result = follow_to_end(run).result
    if not as_json:
        report_training(result, as_json=False)
    exported = export_run(run, project.folder / "exports" / run.name)
    if as_json:
        say_json({"training": result, "export": exported})
    else:
        print_export(exported)
    if not exported["passed"]:
        raise typer.Exit(1)


def _sample(key: str) -> BuiltInSample:
    """The sample of that key. Raises SettingsError for an unknown one, ModelError where its model is not here."""
    chosen = next((one for one in SAMPLES if one.key == key), None)
    if chosen is None:
        raise SettingsError(
            f"There is no sample “{key}”.", f"The samples are: {', '.join(one.key for one in SAMPLES)}."
        )
    if Library.standard().find(chosen.model) is None:
        raise ModelError(
            f"The model “{chosen.model}”, with which this sample begins, is not on this machine.",
            f"Install it with {EXTRA}, or get it: ptstudio models get {chosen.model}",
        )
    return chosen
