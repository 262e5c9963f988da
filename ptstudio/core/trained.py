"""What a trained network is: enough to build it again, know what it says, and where it comes from."""

from pathlib import Path
from typing import Any

from pydantic import Field

from ptstudio.core.message import Record
from ptstudio.core.pretrained import PretrainedModel


class TrainedModel(Record):
    """`model.json` beside a run's weights; also the plan by which the network is built before training.

    `model` is the pretrained model it started from, with the input it is used with; `classes` are its answers in
    the order of its outputs; `settings` are the resolved ones. `settled` is what the task has chosen by the validation
    samples once the network had learned, if anything. `has_pretrained_weights` is False from scratch. `assets` is the
    folder of the files that such a network needs beside its weights; whoever opens the description says so.
    """

    version: int = 1
    task: str
    model: PretrainedModel
    has_pretrained_weights: bool
    classes: tuple[str, ...]
    dataset: str
    dataset_fingerprint: str
    preset: str
    settings: dict[str, Any]
    settled: dict[str, Any] = {}
    assets: Path = Field(Path(), exclude=True)
