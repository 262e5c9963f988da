"""`ptstudio resume`: go on with a training, or another long job, that was stopped, killed or failed."""

import os

from ptstudio.cli import computing
from ptstudio.cli import data_options as options
from ptstudio.cli.cross_validate import report_folds
from ptstudio.cli.following import follow_to_end
from ptstudio.cli.pretrain import report_pretraining
from ptstudio.cli.runs import resumable_run
from ptstudio.cli.train import report_training
from ptstudio.cli.tune import report_tuning
from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import CrossValidateJob, PretrainJob, TuneJob
from ptstudio.core.run import Run, RunStatus
from ptstudio.core.worker import PROCESSES, is_alive


def resume(run: options.Run, processes: computing.Processes = None, as_json: options.AsJson = False) -> None:
    """Go on with a training from its last checkpoint; with a search or a cross-validation, from what has ended."""
    folder = resumable_run(run)
    found = Run.open(folder)
    if found.status == RunStatus.FINISHED:
        raise ProjectError(f"The run “{folder}” has finished already.", "Start a new one by: ptstudio train")
    if found.started is not None and found.final is None and is_alive(found.started):
        raise ProjectError(f"The run “{folder}” is still going on.", "Wait until it ends, or stop it first.")
    if processes is not None:
        os.environ[PROCESSES] = str(processes)
    ended = follow_to_end(folder)
    match ended.job:
        case TuneJob():
            report_tuning(ended, as_json)
        case CrossValidateJob():
            report_folds(ended, as_json)
        case PretrainJob():
            report_pretraining(ended, as_json)
        case _:
            report_training(ended.result, as_json)
