"""The command line that does what a run did; knows no window."""

import shlex

from ptstudio.app.draft_values import Draft
from ptstudio.app.train_command import set_options, train_command
from ptstudio.core.errors import PTStudioError
from ptstudio.core.jobs import (
    AddModelJob,
    AnswerTableJob,
    CrossValidateJob,
    DownloadJob,
    DraftedJob,
    EvaluateJob,
    ExportJob,
    Job,
    PretrainJob,
    ProbeJob,
    RankJob,
    TrainJob,
    TuneJob,
)
from ptstudio.core.project import Project
from ptstudio.core.run import Run


def command_of(run: Run, project: Project) -> str:
    """The command of a run; nothing where there is none that does the same."""
    match run.job:
        case TrainJob() as job:
            return job.command or _train(job, project)
        case ProbeJob(training=None):
            return "ptstudio doctor"
        case AnswerTableJob() as job:
            return table_command(job)
    arguments = _drafted(run.job, project) if isinstance(run.job, DraftedJob) else _arguments(run.job, project)
    return shlex.join(["ptstudio", *arguments]) if arguments else ""


def table_command(job: AnswerTableJob) -> str:
    """The command that answers every row of a table."""
    named = [f"{field}={column}" for field, column in job.columns.items() if column]
    columns = [part for each in named for part in ("--column", each)]
    return shlex.join(["ptstudio", "predict", job.run, "--table", job.table, *columns, "--out", job.out])


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


def _drafted(job: DraftedJob, project: Project) -> list[str]:
    training = job.training
    arguments = [job.type, "--data", str(project.revision_folder(training.dataset)), "--model", training.model]
    arguments += ["--preset", training.preset, *set_options(training.settings)]
    match job:
        case TuneJob():
            trials = ["--trials", str(job.trials)] if job.trials is not None else []
            return [*arguments, "--minutes", f"{job.minutes:g}", *trials]
        case CrossValidateJob():
            return [*arguments, "--folds", str(job.folds)]
        case PretrainJob():
            named = [part for option, value in (("--texts", job.texts), ("--name", job.name)) if value
                     for part in (option, value)]  # fmt: skip
            return [*arguments, "--epochs", str(job.epochs), *named]
        case _:
            return arguments


def _train(job: TrainJob, project: Project) -> str:
    try:
        revision = project.revision(job.dataset)
    except PTStudioError:
        return ""
    return train_command(
        project.folder, revision, job.model, Draft(job.preset, tuple(job.settings.items()), job.processes, job.cards)
    )


def _source(project: Project, dataset: str) -> str:
    try:
        return project.revision(dataset).source
    except PTStudioError:
        return dataset
