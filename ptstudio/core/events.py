"""What happened in a worker: lines of `events.jsonl`, and the same lines on its private standard output.

Every worker ends with exactly one of `RunFinished`, `RunStopped`, `RunFailed`.
"""

import time
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from ptstudio.core.jobs import SettingValue
from ptstudio.core.machine import Choice, Machine, Plan
from ptstudio.core.message import Record
from ptstudio.core.prediction import Explanation, Prediction
from ptstudio.core.usage import Usage


class _Event(Record):
    """`at` is Unix time in seconds."""

    at: float = Field(default_factory=time.time)


class RunStarted(_Event):
    """A worker took the job up; `session` counts from 1 and grows with every resume.

    `since_boot_s` is how long the machine ran when the process `pid` began, which no change of the clock touches.
    """

    type: Literal["RunStarted"] = "RunStarted"
    session: int = 1
    pid: int
    since_boot_s: float | None = None


class StageChanged(_Event):
    """The work moved on to another stage; `title` is for the user."""

    type: Literal["StageChanged"] = "StageChanged"
    stage: str
    title: str


class StepEnded(_Event):
    """Progress within a stage, at most ten a second; `total` and `remaining_s` only where they are known.

    In a stage that counts bytes, `bytes_per_s` is how fast they come.
    The steps of a training also tell `loss`, `learning_rate` and `epochs_done`: how far it has come over all phases,
    2.5 being the middle of the third epoch.
    """

    type: Literal["StepEnded"] = "StepEnded"
    stage: str
    done: int
    total: int | None = None
    remaining_s: float | None = None
    samples_per_s: float | None = None
    bytes_per_s: float | None = None
    loss: float | None = None
    learning_rate: float | None = None
    epochs_done: float | None = None


class Watched(Record):
    """What the network says by now of one of the fixed validation samples."""

    sample: str
    truth: str
    prediction: Prediction


class EpochEnded(_Event):
    """One pass over the training samples, and how the network does on the validation split after it.

    `epoch` counts from 1 over all phases; `phase` names what is being trained.
    """

    type: Literal["EpochEnded"] = "EpochEnded"
    epoch: int
    epochs: int
    phase: str
    train_loss: float
    validation_loss: float
    metrics: dict[str, float]
    learning_rate: float
    seconds: float
    samples_per_s: float
    is_best: bool
    watched: tuple[Watched, ...] = ()


class CheckpointSaved(_Event):
    """A resume can start from here: after `step` steps of epoch `epoch`."""

    type: Literal["CheckpointSaved"] = "CheckpointSaved"
    epoch: int
    step: int
    folder: str


class PredictionMade(_Event):
    """The answer for one file of a `Predict` request, or, without a `file`, for what was `typed`: a prediction, or a
    message and hint why there is none. Answers come in the order of what was asked.

    Of a file that holds several samples (a video), each is answered as a file of its own; `whole` names that file.
    `split` is where the content was when the model learned; empty for what it has never seen. What is longer than the
    model reads at once was read in several overlapping `windows`.
    """

    type: Literal["PredictionMade"] = "PredictionMade"
    request: str
    file: str = ""
    whole: str = ""
    typed: dict[str, str] = {}
    prediction: Prediction | None = None
    explanation: Explanation | None = None
    seconds: float
    split: str = ""
    windows: int = 1
    message: str = ""
    hint: str = ""


class MachineProbed(_Event):
    """What the machine is."""

    type: Literal["MachineProbed"] = "MachineProbed"
    machine: Machine


class ChoiceMade(_Event):
    """Something was chosen automatically."""

    type: Literal["ChoiceMade"] = "ChoiceMade"
    choice: Choice


class PlanMade(_Event):
    """What will happen, before it does."""

    type: Literal["PlanMade"] = "PlanMade"
    plan: Plan


class WarningRaised(_Event):
    """Something a person should know that does not end the work.

    What may be said again, after a resume say, has a `key`: the latest of each key counts.
    """

    type: Literal["WarningRaised"] = "WarningRaised"
    message: str
    hint: str
    key: str = ""


class Adapted(_Event):
    """Something ran out or went astray, and the training goes on in another way, which `message` and `hint` tell.

    The cause is told apart: memory of the graphics card, memory of the machine, Windows' page file, or a loss that
    went out of control.
    """

    type: Literal["Adapted"] = "Adapted"
    cause: Literal["gpu-memory", "memory", "page-file", "divergence"]
    message: str
    hint: str


class MachineUsed(_Event):
    """What the job takes of the machine, about once a second."""

    type: Literal["MachineUsed"] = "MachineUsed"
    usage: Usage


class RateTried(_Event):
    """One step of a learning-rate range test: the smoothed training loss at that rate."""

    type: Literal["RateTried"] = "RateTried"
    learning_rate: float
    loss: float


class TrialEnded(_Event):
    """One trial of a search for settings: what was tried, and what it came to.

    `value` is the task's best metric on the validation split, None where the trial failed; `number` counts from 1.
    """

    type: Literal["TrialEnded"] = "TrialEnded"
    number: int
    settings: dict[str, SettingValue]
    value: float | None
    state: Literal["finished", "pruned", "failed"]
    seconds: float
    is_best: bool = False


class FoldEnded(_Event):
    """One fold of a cross-validation: the metrics on the samples that this training did not see; counts from 1."""

    type: Literal["FoldEnded"] = "FoldEnded"
    fold: int
    folds: int
    metrics: dict[str, float]
    samples: int
    seconds: float


class Waiting(_Event):
    """The worker does nothing until it is asked: paused, or ready for requests."""

    type: Literal["Waiting"] = "Waiting"
    reason: str


class RunFinished(_Event):
    """The job is done; `result` is its outcome as plain JSON, shaped by the kind of job."""

    type: Literal["RunFinished"] = "RunFinished"
    result: dict[str, Any] = {}


class RunStopped(_Event):
    """The job was stopped on request, or, `was_abandoned`, since whoever had started it was gone; a training can be
    resumed.
    """

    type: Literal["RunStopped"] = "RunStopped"
    message: str
    can_resume: bool = False
    was_abandoned: bool = False


class RunFailed(_Event):
    """The job failed; `details` is for a report to the developers, never needed by the user.

    With `wants_token`, it may go well for somebody who shows who they are.
    """

    type: Literal["RunFailed"] = "RunFailed"
    message: str
    hint: str
    can_resume: bool = False
    is_input_error: bool = False
    wants_token: bool = False
    details: str = ""


Final = RunFinished | RunStopped | RunFailed
Event = Annotated[
    RunStarted | StageChanged | StepEnded | EpochEnded | CheckpointSaved | PredictionMade | MachineProbed
    | ChoiceMade | PlanMade | WarningRaised | Adapted | MachineUsed | RateTried | TrialEnded | FoldEnded | Waiting
    | RunFinished | RunStopped | RunFailed,
    Field(discriminator="type"),
]  # fmt: skip


@cache
def _adapter() -> TypeAdapter[Event]:
    """Made at the first use: it takes a while, and a window without a project needs none."""
    return TypeAdapter(Event)


def read_event(line: str | bytes) -> Event:
    """Read one line of `events.jsonl`. Raises pydantic's ValidationError."""
    return _adapter().validate_json(line)
