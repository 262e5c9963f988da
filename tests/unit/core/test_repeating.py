"""The same training again."""

from pathlib import Path

import pytest

from ptstudio.core.errors import ProjectError
from ptstudio.core.jobs import ExportJob, TrainJob
from ptstudio.core.machine import Choice
from ptstudio.core.repeating import changed, repeated
from ptstudio.core.run import Run

FOLDER = Path("project") / "runs" / "20260101-120000-train-b1c5"
JOB = TrainJob(task="image-classification", dataset="d/0001", model="m", preset="quick", settings={"seed": 3})


def run(job: TrainJob = JOB) -> Run:
    chosen: dict[str, str | int | float] = {
        "batch_size": 16,
        "precision": "bfloat16",
        "device": "cpu",
        "learning_rate": 0.001,
    }
    choices = {name: Choice(name=name, value=value, reason="Measured.") for name, value in chosen.items()}
    return Run(FOLDER, job, choices=choices)


def test_it_is_held_to_what_was_measured_then() -> None:
    job = repeated(run())
    assert job.held_to == {"batch_size": 16, "precision": "bfloat16"}
    assert job.settings == JOB.settings, "nobody asked for anything else"
    assert (job.repeats, job.model, job.dataset, job.preset) == (FOLDER.name, "m", "d/0001", "quick")
    assert job.command == f"ptstudio train --from {FOLDER}"


def test_what_a_person_had_chosen_stays() -> None:
    job = repeated(run(JOB.model_copy(update={"settings": {"batch_size": 4, "precision": None}})))
    assert job.settings == {"batch_size": 4, "precision": None}
    assert job.held_to == {"precision": "bfloat16"}


def test_changes_come_on_top() -> None:
    job = changed(repeated(run()), {"seed": 4})
    assert job.settings == {"seed": 4}
    assert job.held_to == {"batch_size": 16, "precision": "bfloat16"}


@pytest.mark.parametrize("other", [{"model": "n"}, {"preset": "thorough"}])
def test_what_was_measured_for_one_network_is_not_asked_of_another(other: dict[str, str]) -> None:
    job = changed(repeated(run()), {"epochs": 2}, **other)
    assert job.settings == {"seed": 3, "epochs": 2}
    assert not job.held_to
    assert changed(repeated(run()), {}, model="m", preset="quick").held_to["batch_size"] == 16


def test_only_trainings_can_be_done_again() -> None:
    with pytest.raises(ProjectError, match="no training"):
        repeated(Run(FOLDER, ExportJob(run="r", out="o")))
