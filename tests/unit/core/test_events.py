"""Events, jobs and requests as lines of JSON."""

import json
import math

import pytest
from pydantic import ValidationError

from ptstudio.core.events import EpochEnded, RunFinished, RunStarted, StepEnded, Watched, read_event
from ptstudio.core.jobs import ImportJob, TrainJob, read_job
from ptstudio.core.prediction import Classes, ClassProbability
from ptstudio.core.requests import Predict, Stop, read_request

PREDICTION = Classes(classes=(ClassProbability(label="naïve “cat”\n🐈", probability=0.9),))
EPOCH = EpochEnded(
    epoch=1,
    epochs=2,
    phase="head",
    train_loss=0.5,
    validation_loss=0.6,
    metrics={"accuracy": 0.5},
    learning_rate=1e-3,
    seconds=1.0,
    samples_per_s=10,
    is_best=True,
    watched=(Watched(sample="a", truth="b", prediction=PREDICTION),),
)


@pytest.mark.parametrize(
    "event", [EPOCH, RunStarted(pid=3), StepEnded(stage="a", done=1), RunFinished(result={"x": 1})]
)
def test_an_event_is_one_line_and_comes_back_equal(event: EpochEnded | RunStarted | StepEnded | RunFinished) -> None:
    line = event.to_line()
    assert "\n" not in line
    assert json.loads(line)["type"] == type(event).__name__
    assert read_event(line) == event


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_never_written(number: float) -> None:
    with pytest.raises(ValidationError):
        StepEnded(stage="a", done=1, loss=number)


def test_events_cannot_be_changed() -> None:
    assert EpochEnded.model_config["frozen"]
    with pytest.raises(ValidationError):
        EPOCH.__setattr__("epoch", 2)


def test_fields_of_a_newer_version_are_passed_over() -> None:
    line = json.dumps(json.loads(RunStarted(pid=3).to_line()) | {"invented_later": 1})
    assert read_event(line) == RunStarted(pid=3, at=json.loads(line)["at"])


@pytest.mark.parametrize("line", ["", "{", "[]", '{"type": "Unheard"}', '{"no": "type"}'])
def test_what_is_no_event_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        read_event(line)


def test_jobs_and_requests_come_back_by_their_type() -> None:
    training = TrainJob(task="t", dataset="d/0001", model="m", preset="quick", settings={"epochs": 3, "device": None})
    assert read_job(training.to_text()) == training
    assert isinstance(read_job(ImportJob(task="t", source="s").to_text()), ImportJob)
    assert read_request(Stop().to_line()) == Stop()
    assert read_request(Predict(id="1", files=("a b.jpg",)).to_line()) == Predict(id="1", files=("a b.jpg",))
