"""What a network costs for each sample, as recorded by `packaging/recipes/network_costs.py`; knows no machine."""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ptstudio.app.model_words import work
from ptstudio.core.folders import resources
from ptstudio.core.model_names import HUB
from ptstudio.core.pretrained import ImageInput, PretrainedModel

MB_LIKE_A_GIGAMAC = 94.0
"""How many MB of intermediate results take as long as 10⁹ multiplications: measured on a processor with eleven networks
of the catalogue, whose times for a training step the sum of both foretold within 20 %, most within 10 %."""
QUICK_UNTIL, MEDIUM_UNTIL = 2.5, 6.0
"""Up to which effort a network is called quick, and medium."""
EFFORT_OF_WORK = 0.2
"""ResNet-50's effort for each unit of its `work`: a rule of thumb for networks whose cost is not recorded."""


class Speed(StrEnum):
    """How much there is to compute for each sample."""

    QUICK = "quick"
    MEDIUM = "medium"
    SLOW = "slow"


@dataclass(frozen=True)
class Cost:
    """One picture in training: MB that are kept for the way back, MB of the largest tensor, 10⁹ multiplications."""

    sample_mb: float
    largest_mb: float
    gigamacs: float

    @property
    def effort(self) -> float:
        """How long a picture takes, in units of 10⁹ multiplications: moving results in memory takes time as well."""
        return self.gigamacs + self.sample_mb / MB_LIKE_A_GIGAMAC


@dataclass(frozen=True)
class _Recorded:
    px: float
    cost: Cost


def cost_of(model: PretrainedModel) -> Cost | None:
    """The recorded cost at the size of picture that the model wants, or nothing where its network is not recorded; of
    those that read none is.

    Both grow with the area of the picture: exactly so for convolutions, about so for the others.
    """
    recorded = _recorded().get(recorded_as(model))
    if recorded is None or not isinstance(model.input, ImageInput):
        return None
    area = (model.input.px / recorded.px) ** 2
    cost = recorded.cost
    return Cost(cost.sample_mb * area, cost.largest_mb * area, cost.gigamacs * area)


def recorded_as(model: PretrainedModel) -> str:
    """The name of its network in the table: that of its repository on the Hub, else its architecture's.

    On the Hub an architecture says no more than the kind of network, such as `ResNetForImageClassification`.
    """
    repository = model.source.removeprefix(f"{HUB}/")
    return repository if repository != model.source else model.architecture


def effort_of(model: PretrainedModel) -> float:
    """How long a sample takes, to compare models by; where it is not recorded, by parameters, pixels and tokens."""
    cost = cost_of(model)
    return cost.effort if cost is not None else EFFORT_OF_WORK * work(model)


def speed_of(model: PretrainedModel) -> Speed:
    """The class of speed."""
    effort = effort_of(model)
    return Speed.QUICK if effort <= QUICK_UNTIL else Speed.MEDIUM if effort <= MEDIUM_UNTIL else Speed.SLOW


@cache
def _recorded() -> dict[str, _Recorded]:
    rows = json.loads((resources() / "network_costs.json").read_text(encoding="utf-8"))
    return {
        name: _Recorded(row["px"], Cost(row["sample_mb"], row["largest_mb"], row["gigamacs"]))
        for name, row in rows.items()
    }
