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
from ptstudio.core.folders import resources
from ptstudio.core.jobs import SettingValue, TrainJob
from ptstudio.core.project import Project

TASK = "image-classification"


def demo(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The project: a new folder, or one made before.")
    ] = Path("ptstudio-demo"),
    as_json: AsJson = False,
) -> None:
    """Fine-tune the built-in starter model on real handwriting: import, train, evaluate, export, certificate."""
    project = Project.open_or_create(out)
    if not as_json:
        say("1,797 scans of handwritten digits, and a small network that has only ever seen printed characters.")
    revision = import_data(project, resources() / "samples" / "digits.zip", TASK, ImportOptions())
    command = shlex.join(["ptstudio", *sys.argv[1:]])
    settings: dict[str, SettingValue] = {"epochs": 4}
    job = TrainJob(task=TASK, dataset=revision, model="starter", preset="balanced", settings=settings, command=command)
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
