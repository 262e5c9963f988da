"""A short training that is stopped and resumed, by the worker's own code in this process, and measured again."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from ptstudio.core.dataset import Split
from ptstudio.core.events import CheckpointSaved, EpochEnded
from ptstudio.core.jobs import EvaluateJob, SettingValue, TrainJob
from ptstudio.core.project import Project
from ptstudio.data._revision import RevisionData
from ptstudio.engine.channel import StopRequested
from ptstudio.engine.evaluating import run as run_evaluation
from ptstudio.engine.training_job import run as run_training
from tests.helpers.channels import StopsAt
from tests.helpers.projects import done, events_of

STEPS = 3


def train_with_an_interruption(
    project: Project, dataset: str, model: str, preset: str, **settings: SettingValue
) -> Path:
    """Train one epoch of a few steps, stopped before the last and resumed; gives the run's folder."""
    samples = len(RevisionData(project, project.revision(dataset)).rows(Split.TRAIN))
    job = TrainJob(
        task=project.revision(dataset).task,
        dataset=dataset,
        model=model,
        preset=preset,
        settings=settings
        | {
            "head_epochs": 0,
            "epochs": 1,
            "batch_size": -(-samples // STEPS),
            "checkpoint_every_s": 3600,
            "device": "cpu",
        },
    )
    folder = project.new_run(job)
    with closing(StopsAt(folder, STEPS - 1)) as channel, pytest.raises(StopRequested):
        run_training(job, folder, channel)
    done(run_training, job, folder)
    events = events_of(folder)
    assert [(event.epoch, event.step) for event in events if isinstance(event, CheckpointSaved)] == [(0, STEPS - 1)]
    assert [event.epoch for event in events if isinstance(event, EpochEnded)] == [1]
    return folder


def measured_again_is_the_same(project: Project, run: Path) -> None:
    """The figures of a training come out again where its network is opened from disk."""
    job = EvaluateJob(run=str(run))
    again = done(run_evaluation, job, project.new_run(job))
    first = json.loads((run / "result.json").read_text(encoding="utf-8"))
    for split in ("validation", "test"):
        for key, estimate in first["metrics"][split].items():
            assert again["metrics"][split][key]["value"] == pytest.approx(estimate["value"], abs=1e-4)
