"""The command line that does what a run did; knows no window."""

import shlex

from ptstudio.app.draft_values import Draft
from ptstudio.app.train_command import train_command
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import AddModelJob, DownloadJob, EvaluateJob, ExportJob, Job, ProbeJob, RankJob, TrainJob
from ptstudio.core.project import Project
from ptstudio.core.run import Run


def command_of(run: Run, project: Project) -> str:
    """The command of a run; nothing where there is none that does the same."""
    match run.job:
        case TrainJob() as job:
            return job.command or _train(job, project)
        case ProbeJob(training=None):
            return "ptstudio doctor"
    arguments = _arguments(run.job, project)
    return shlex.join(["ptstudio", *arguments]) if arguments else ""


def _arguments(job: Job, project: Project) -> list[str]:
    match job:
        case EvaluateJob():
            data = ["--data", _source(project, job.dataset)] if job.dataset else []
            return ["evaluate", job.run, *data]
        case ExportJob():
            return ["export", job.run, "--out", job.out]
        case AddModelJob():
            return ["models", "add", job.source]
        case DownloadJob():
            return ["models", "get", *job.models]
        case RankJob():
            return ["models", "rank", *job.models, "--data", str(project.revision_folder(job.dataset))]
    return []


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
