"""What tasks have in common that say where in a picture something is, by a design on a classifier's backbone or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typing_extensions import override

from ptstudio.core.class_colours import colour_at, in_hex
from ptstudio.core.training import Preset, TrainingSettings
from ptstudio.tasks import _looks
from ptstudio.tasks._picturing import Picturing

if TYPE_CHECKING:
    from ptstudio.core.trained import TrainedModel
    from ptstudio.models._family import ModelFamily, Rates

LEAST_LOOKS = 4000
"""Training pictures, each as often as it is looked at: few pictures are to be looked at more often."""
TUNING_ON_MAPS = 1e-3
"""On 83 photographs of blood cells SSDLite on MobileNetV2 is with 1e-3 after 7 epochs where 2e-4 brings it in 20."""


class Placing(Picturing):
    """A network answers for the places of a picture."""

    answers_parts = True

    @override
    def long_enough(self, settings: TrainingSettings, samples: int) -> tuple[TrainingSettings, str]:
        """Where something is takes some thousand looks to learn, however few pictures there are."""
        return _looks.long_enough(settings, samples, LEAST_LOOKS, "pictures")

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
