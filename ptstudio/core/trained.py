"""What a trained network is: enough to build it again, know what it says, and where it comes from."""

from typing import Any

from ptstudio.core.message import Record
from ptstudio.core.pretrained import PretrainedModel


class TrainedModel(Record):
    """`model.json` beside a run's weights; also the plan by which the network is built before training.

    `model` is the pretrained model it started from, with the input it is used with; `classes` are its answers in
    the order of its outputs; `settings` are the resolved ones. `has_pretrained_weights` is False from scratch.
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
