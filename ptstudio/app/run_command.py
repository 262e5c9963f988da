"""The command line that does what a run did; knows no window."""

import shlex

from ptstudio.app.session import Draft
from ptstudio.app.train_command import train_command
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import AddModelJob, EvaluateJob, ExportJob, ProbeJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run


def command_of(run: Run, project: Project) -> str:
    """The command of a run; nothing where there is none that does the same."""
    match run.job:
        case TrainJob() as job:
            return job.command or _train(job, project)
        case EvaluateJob() as job:
            data = ["--data", _source(project, job.dataset)] if job.dataset else []
            return shlex.join(["ptstudio", "evaluate", job.run, *data])
        case ExportJob() as job:
            return shlex.join(["ptstudio", "export", job.run, "--out", job.out])
        case AddModelJob() as job:
            return shlex.join(["ptstudio", "models", "add", job.source])
        case ProbeJob(training=None):
            return "ptstudio doctor"
    return ""


def _train(job: TrainJob, project: Project) -> str:
    try:
        revision = project.revision(job.dataset)
    except PTStudioError:
        return ""
    return train_command(project.folder, revision, job.model, Draft(job.preset, tuple(job.settings.items())))


def _source(project: Project, dataset: str) -> str:
    try:
        return project.revision(dataset).source
    except PTStudioError:
        return dataset
