"""Every kind of job has a name and a page, and every state its word."""

import typing
from pathlib import Path

import pytest

from ptstudio.app import job_words
from ptstudio.app.pages.all_pages import all_pages
from ptstudio.core import jobs
from ptstudio.core.events import RunStarted, StageChanged, Waiting
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

TRAINING = TrainJob(task="t", dataset="d/0001", model="starter", preset="quick")
JOBS: tuple[Job, ...] = (
    ImportJob(task="t", source="s"),
    AddModelJob(source="s"),
    AnswerTableJob(run="r", table="t", out="o"),
    DownloadJob(models=("m",)),
    SearchJob(task="t"),
    PackJob(models=("m",), out="o"),
    UnpackJob(source="s"),
    VerifyJob(),
    MoveLibraryJob(target="t"),
    ProbeJob(),
    PreviewJob(training=TRAINING),
    TRAINING,
    RateTestJob(training=TRAINING),
    PretrainJob(training=TRAINING),
    TuneJob(training=TRAINING),
    CrossValidateJob(training=TRAINING),
    RankJob(task="t", dataset="d/0001"),
    EvaluateJob(run="r"),
    PredictJob(run="r"),
    ExportJob(run="r", out="o"),
)


def test_no_kind_of_job_is_forgotten() -> None:
    assert {type(job) for job in JOBS} == set(typing.get_args(typing.get_args(jobs.Job)[0]))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.type)
def test_every_kind_has_a_name_and_a_page(job: Job) -> None:
    assert job_words.kind_of(job)
    assert job_words.page_of(job) in {facts.step.key for facts in all_pages()}


def test_the_names_are_all_different() -> None:
    assert len({job_words.kind_of(job) for job in JOBS}) == len(JOBS)


def test_looking_at_data_is_not_importing_it() -> None:
    job = ImportJob(task="t", source="s")
    assert job_words.kind_of(job) == "Importing data"
    assert job_words.kind_of(job.model_copy(update={"is_dry": True})) == "Looking at data"


def test_a_run_under_way_is_told_by_its_stage() -> None:
    run = Run(Path("run"), ProbeJob())
    assert job_words.title_of(run) == "Looking at the machine: starting"
    run.apply(RunStarted(pid=1))
    run.apply(StageChanged(stage="a", title="Getting ready"))
    assert job_words.title_of(run) == "Looking at the machine: Getting ready"
    run.apply(Waiting(reason="Paused."))
    assert job_words.title_of(run) == "Looking at the machine: paused"


def test_every_state_has_a_word() -> None:
    run = Run(Path("run"), ProbeJob())
    words = set()
    for status in RunStatus:
        run.status = status
        words.add(job_words.status_words(run))
    assert len(words) == len(RunStatus)
