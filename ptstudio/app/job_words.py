"""What a job is called, and the page that shows it; knows no widget."""

from ptstudio.app.translation import tr
from ptstudio.core.jobs import (
    AddModelJob,
    AnswerTableJob,
    CrossValidateJob,
    DownloadJob,
    EvaluateJob,
    ExportJob,
    ImportJob,
    Job,
    MoveLibraryJob,
    PackJob,
    PredictJob,
    PretrainJob,
    PreviewJob,
    ProbeJob,
    RankJob,
    RateTestJob,
    SearchJob,
    TrainJob,
    TuneJob,
    UnpackJob,
    VerifyJob,
)
from ptstudio.core.run import Run, RunStatus


def kind_of(job: Job) -> str:
    """What a job does, as the first words of a line."""
    if isinstance(job, ImportJob) and job.is_dry:
        return tr("Looking at data")
    return {
        ImportJob: tr("Importing data"),
        AddModelJob: tr("Adding a model"),
        DownloadJob: tr("Getting models"),
        SearchJob: tr("Searching the Hub"),
        PackJob: tr("Packing models"),
        UnpackJob: tr("Unpacking models"),
        VerifyJob: tr("Checking models"),
        MoveLibraryJob: tr("Moving the library"),
        TrainJob: tr("Training"),
        RateTestJob: tr("Testing learning rates"),
        TuneJob: tr("Searching settings"),
        CrossValidateJob: tr("Cross-validating"),
        PretrainJob: tr("Adapting to texts"),
        RankJob: tr("Comparing models"),
        EvaluateJob: tr("Evaluating"),
        ExportJob: tr("Exporting"),
        PredictJob: tr("Answering"),
        AnswerTableJob: tr("Answering a table"),
        ProbeJob: tr("Looking at the machine"),
        PreviewJob: tr("Looking at samples"),
    }[type(job)]


def title_of(run: Run) -> str:
    """A run under way in one line: what it does, and its stage."""
    if run.status is RunStatus.WAITING:
        return tr("{job}: paused", job=kind_of(run.job))
    if run.stage is None:
        return tr("{job}: starting", job=kind_of(run.job))
    return tr("{job}: {stage}", job=kind_of(run.job), stage=tr(run.stage.title))


def status_words(run: Run) -> str:
    """How a run stands, in a word or two."""
    return {
        RunStatus.NEW: tr("not started"),
        RunStatus.RUNNING: tr("running"),
        RunStatus.WAITING: tr("paused"),
        RunStatus.FINISHED: tr("finished"),
        RunStatus.STOPPED: tr("stopped"),
        RunStatus.FAILED: tr("failed"),
    }[run.status]


def page_of(job: Job) -> str:
    """The key of the page that shows a job."""
    return _PAGES.get(type(job), "runs")


_PAGES: dict[type, str] = {
    ImportJob: "data",
    AddModelJob: "library",
    DownloadJob: "model",
    SearchJob: "model",
    PackJob: "library",
    UnpackJob: "library",
    VerifyJob: "library",
    MoveLibraryJob: "library",
    TrainJob: "train",
    RateTestJob: "train",
    TuneJob: "train",
    CrossValidateJob: "train",
    PretrainJob: "train",
    RankJob: "model",
    EvaluateJob: "evaluate",
    AnswerTableJob: "try",
    ExportJob: "export",
}
