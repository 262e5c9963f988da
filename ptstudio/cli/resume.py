"""`ptstudio resume`: go on with a training that was stopped, killed or failed."""

from pathlib import Path
from typing import Annotated

import typer

from ptstudio.cli.data_options import AsJson
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.runs import training_run
from ptstudio.cli.train import report_training
from ptstudio.core.errors import ProjectError
from ptstudio.core.run import Run, RunStatus


def resume(
    run: Annotated[Path, typer.Argument(help="The run's folder, or its project.")], as_json: AsJson = False
) -> None:
    """Go on with a training from its last checkpoint."""
    folder = training_run(run)
    if Run.open(folder).status == RunStatus.FINISHED:
        raise ProjectError(f"The run “{folder}” has finished already.", "Start a new one by `ptstudio train`.")
    report_training(follow_to_end(folder).result, as_json)
