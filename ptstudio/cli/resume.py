"""`ptstudio resume`: go on with a training that was stopped, killed or failed."""

from ptstudio.cli import data_options as options
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.runs import training_run
from ptstudio.cli.train import report_training
from ptstudio.core.errors import ProjectError
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.worker import is_alive


def resume(run: options.Run, as_json: options.AsJson = False) -> None:
    """Go on with a training from its last checkpoint."""
    folder = training_run(run)
    found = Run.open(folder)
    if found.status == RunStatus.FINISHED:
        raise ProjectError(f"The run “{folder}” has finished already.", "Start a new one by: ptstudio train")
    if found.started is not None and found.final is None and is_alive(found.started):
        raise ProjectError(f"The run “{folder}” is still going on.", "Wait until it ends, or stop it first.")
    report_training(follow_to_end(folder).result, as_json)
