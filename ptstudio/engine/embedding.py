"""What a pretrained network says of a sample of somebody's data, and what it costs here; knows no other network."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.choosing.decided import Decided
from ptstudio.engine.choosing.deciding import Work, decided_by, measure
from ptstudio.engine.computing.network import build, load_pretrained, phases_of
from ptstudio.engine.computing.randomness import sow
from ptstudio.engine.learning.planning import plan
from ptstudio.engine.learning.setup import Setup
from ptstudio.engine.looking.features import features_of
from ptstudio.engine.looking.samples import Samples, View
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch

STARTING_S = 5.0
"""How long a worker takes from its start to its plan: measured as four to six seconds on two cores."""


@dataclass(frozen=True)
class Ground:
    """What every model is tried on: the training split, a sample of it, the device, and where features are kept.

    What a training would also look at is counted only: the validation split and the number of test samples.
    """

    training: SplitRows
    validation: SplitRows
    tested: int
    sample: SplitRows
    device: torch.device
    run: Path
    cache: Path


@dataclass(frozen=True)
class Embedded:
    """The features of the sample with their targets, and what a model costs on this machine.

    `memory_mb` is that of the weights and, at most, of what a training remembers of a batch; `training_s` estimates a
    training by the preset's key.
    """

    features: Batch
    seconds_per_sample: float
    memory_mb: float
    training_s: dict[str, float]


def embed(trained: TrainedModel, ground: Ground, progress: Callable[[int, int], None]) -> Embedded:
    """Look at every sample once with a network as it was pretrained, in the way in which a training would.

    Features are found again in the cache, where a training finds them too. `progress(done, total)` is called after
    every batch. Raises ModelError where the weights cannot be loaded, DatasetError for a sample that has vanished.
    """
    task = all_tasks()[trained.task]
    settings = task.settings.from_values(trained.settings)
    sow(settings.seed)
    network = build(trained)
    load_pretrained(network, trained, Library.standard())
    alone = [phase for phase in phases_of(network, trained) if phase.uses_features]
    work = Work(alone, ground.training, len(ground.validation) + ground.tested)
    speed, reading = measure(trained, network, work, ground.device)
    backbone = network.get_submodule("backbone")
    view, way = View(is_exact=False), speed.looking.way(ground.device)
    found = features_of(Samples(trained, ground.sample, ground.cache), backbone, way, progress, view)
    parameters = sum(parameter.numel() for parameter in backbone.parameters())
    return Embedded(
        features=found.batch(range(len(found))),
        seconds_per_sample=1 / speed.looking.samples_per_s,
        memory_mb=parameters * 4 / MB + speed.memory.of_batches(speed.training.batch_size, speed.looking.batch_size),
        training_s=_training_s(network, ground, decided_by(speed, reading, trained, ground.device)),
    )


def _training_s(network: nn.Module, ground: Ground, decided: Decided) -> dict[str, float]:
    """About how long a training with each preset takes, from its start to its report: what its own plan would say, and
    what comes before the plan.
    """
    trained = decided.trained
    task = all_tasks()[trained.task]
    found = {}
    for preset in task.presets:
        settings = task.settings.from_values(preset.values)
        by_preset = trained.model_copy(update={"settings": settings.model_dump(mode="json")})
        setup = Setup(
            lesson=task,
            trained=trained,
            settings=settings,
            network=network,
            phases=phases_of(network, by_preset),
            way=decided.training.way(ground.device),
            looking=decided.looking.way(ground.device),
            exact=decided.exact.way(ground.device),
            training=ground.training,
            validation=ground.validation,
            class_counts=task.class_counts(ground.training.column("label"), trained.classes),
            folder=ground.run,
            cache=ground.cache,
        )
        found[preset.key] = STARTING_S + plan(setup, decided, ground.tested).seconds
    return found
