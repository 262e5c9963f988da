"""Tiny networks that ways of computing are tried on in moments."""

from collections import OrderedDict
from typing import TYPE_CHECKING

from ptstudio.core.jobs import SettingValue
from ptstudio.models._family import Rates
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch
from tests.helpers.pretrained import model

if TYPE_CHECKING:
    from torch import nn

    from ptstudio.engine.choosing.trying import Subject

TASK = all_tasks()["image-classification"]


def tiny_network() -> "nn.Module":
    """A backbone with batch normalisation, and a head for three classes."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    backbone = nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
    )
    return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(8, 3)))


def pictures(count: int) -> Batch:
    """So many random pictures of three classes."""
    import torch

    return Batch(torch.rand(count, 3, 8, 8), torch.arange(count) % 3, count)


def subject(preset: str = "quick", looks: int = 40, **values: SettingValue) -> "Subject":
    """The tiny network, for a training with a preset."""
    import torch

    from ptstudio.engine.choosing.trying import Subject
    from ptstudio.engine.computing.phases import phases

    chosen = TASK.preset(preset)
    assert chosen is not None
    settings = TASK.settings.from_values(chosen.values | values)
    network = tiny_network()
    learning = phases(settings, network, [[network.get_submodule("backbone")]], Rates())
    return Subject(
        task=TASK,
        model=model(),
        settings=settings,
        network=network,
        batch_of=pictures,
        device=torch.device("cpu"),
        looks=looks,
        samples=40,
        phase=next((phase for phase in learning if not phase.uses_features), None),
    )
