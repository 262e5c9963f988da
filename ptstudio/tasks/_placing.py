"""What tasks have in common that say where in a picture something is, by a design on a classifier's backbone or not."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from ptstudio.core.class_colours import colour_at, in_hex
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.tasks import _looks, _pixels
from ptstudio.tasks._picturing import Picturing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image
    from torch import nn

    from ptstudio.core.pretrained import PretrainedModel
    from ptstudio.core.trained import TrainedModel
    from ptstudio.models._family import ModelFamily, Rates
    from ptstudio.tasks._task import Batch, Example

TUNING_ON_MAPS = 1e-3
"""On 83 photographs of blood cells SSDLite on MobileNetV2 is with 1e-3 after 7 epochs where 2e-4 brings it in 20."""


class Placing(Picturing):
    """A network answers for the places of a picture; training pictures are looked at `least_looks` times in all, each
    more often where there are few.
    """

    answers_parts = True
    least_looks: ClassVar[int]

    @abstractmethod
    def designed(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """The model with the design that is put on it, where it does not answer for places itself."""

    @abstractmethod
    def on_maps(self, maps: nn.Module, model: PretrainedModel, outputs: int) -> nn.Module:
        """The model's design put on the maps of a classifier's backbone."""

    @abstractmethod
    def marked(self, square: Image.Image, batch: Batch) -> Image.Image:
        """What goes into the network, with what is true of the first of a batch."""

    @override
    def adapt(self, model: PretrainedModel, settings: TrainingSettings) -> PretrainedModel:
        """With a design, and another picture size, if one is wanted."""
        return super().adapt(self.designed(model, settings), settings)

    @override
    def network(self, family: ModelFamily, model: PretrainedModel, classes: Sequence[str]) -> nn.Module:
        """One that answers for places itself, or a design on the maps of a classifier's backbone."""
        outputs = self.outputs(classes)
        if not family.gives_maps:
            return family.build(model, outputs)
        return self.on_maps(family.build_maps(model), model, outputs)

    def draw(self, example: Example, trained: TrainedModel, picture: Path) -> None:
        """The square that goes into the network, and what is true of it."""
        from PIL import Image

        batch = self.collate([example])
        square = Image.fromarray(_pixels.picture_array(batch.inputs[0], trained.model.picture))
        picture.parent.mkdir(parents=True, exist_ok=True)
        self.marked(square, batch).save(picture, "PNG")

    @override
    def long_enough(self, settings: TrainingSettings, samples: int) -> tuple[TrainingSettings, str]:
        """Where something is takes some thousand looks to learn, however few pictures there are."""
        return _looks.long_enough(settings, samples, self.least_looks, "pictures")

    @override
    def rates(self, family: ModelFamily) -> Rates:
        """What is put on a classifier is new and large, and learns in longer steps; earlier layers still take shorter
        ones, by the decay from layer to layer.
        """
        return family.rates._replace(tuning=TUNING_ON_MAPS) if family.gives_maps else family.rates


def drawing_facts(trained: TrainedModel) -> dict[str, str]:
    """The colours of the classes as a JSON list, for who draws what an exported model has found."""
    return {"colours": json.dumps([in_hex(colour_at(place)) for place in range(len(trained.classes))])}


def presets(learner: str) -> tuple[Preset, ...]:
    """Ways to train, where `learner` (such as “what looks for things”) is put on the network."""
    return (
        Preset(
            key="quick",
            title="Quick",
            summary=f"Trains only {learner}, on what the network knows already. Minutes; to see whether the data are "
            "all right.",
            values={"trainable": "head", "head_epochs": 15},
        ),
        Preset(
            key="balanced",
            title="Balanced",
            summary=f"Trains {learner}, then everything, early layers more gently. A good choice for most data.",
            values={"trainable": "all", "head_epochs": 2, "epochs": 20, "patience": 12},
        ),
        Preset(
            key="thorough",
            title="Thorough",
            summary="The same for two and a half times as long; the best with many pictures.",
            values={"trainable": "all", "head_epochs": 2, "epochs": 50, "patience": 15},
        ),
    )
