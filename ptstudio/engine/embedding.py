"""What a pretrained network says of a sample of somebody's data, and what it costs here; knows no other network."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.decided import Decided
from ptstudio.engine.device import Way
from ptstudio.engine.features import FeatureSet, features_of
from ptstudio.engine.network import blocks, build, load_pretrained
from ptstudio.engine.phases import phases
from ptstudio.engine.planning import plan
from ptstudio.engine.preparation import decided_by
from ptstudio.engine.randomness import sow
from ptstudio.engine.reading import first_batch, reading_s
from ptstudio.engine.setup import Setup
from ptstudio.engine.speed import TRIED_BATCH, choose_way
from ptstudio.library.library import Library
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch, Example

LEAST_LOOKS, LOOKED_S = 3, 0.5
"""How often, and for how long, a network's speed is measured. The best counts, also of what was measured before: other
programs only make it slower."""


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
    rows = ground.training

    def example(index: int) -> Example:
        return task.example(rows[index], trained, settings, None)

    def batch_of(count: int) -> Batch:
        return first_batch(task, example, len(rows), count)

    speed = choose_way(network.eval(), trained.model, batch_of, settings, ground.device, len(rows))
    measured = _samples_per_s(network, batch_of(TRIED_BATCH), speed.way)
    speed = replace(speed, samples_per_s=max(speed.samples_per_s, measured))
    backbone = network.get_submodule("backbone")
    found = features_of(task, backbone, ground.sample, trained, speed.way, ground.cache, progress)
    parameters = sum(parameter.numel() for parameter in backbone.parameters())
    return Embedded(
        features=task.collate(_examples(found)),
        seconds_per_sample=1 / speed.samples_per_s,
        memory_mb=parameters * 4 / MB + speed.sample_mb * speed.way.batch_size,
        training_s=_training_s(network, ground, decided_by(speed, reading_s(task, example, len(rows)), trained)),
    )


def _examples(found: FeatureSet) -> list[Example]:
    return [found.example(index) for index in range(len(found))]


def _samples_per_s(network: nn.Module, batch: Batch, way: Way) -> float:
    way.place(network)
    inputs = way.inputs(batch.inputs)
    taken_s: list[float] = []
    with torch.inference_mode(), way.autocast():
        while len(taken_s) < LEAST_LOOKS or sum(taken_s) < LOOKED_S:
            start = time.perf_counter()
            network(inputs).cpu()  # which waits for a graphics card
            taken_s.append(time.perf_counter() - start)
    return batch.size / min(taken_s)


def _training_s(network: nn.Module, ground: Ground, decided: Decided) -> dict[str, float]:
    """About how long a training with each preset takes, from its start to its report: what its own plan would say, and
    what comes before the plan.
    """
    trained = decided.trained
    task = all_tasks()[trained.task]
    way = Way(ground.device, decided.precision, decided.is_channels_last, decided.batch_size)
    parts = blocks(network, trained)
    found = {}
    for preset in task.presets:
        settings = task.settings.from_values(preset.values)
        setup = Setup(
            task=task,
            trained=trained,
            settings=settings,
            network=network,
            phases=phases(settings, network, parts),
            way=way,
            training=ground.training,
            validation=ground.validation,
            class_counts=task.class_counts(ground.training.column("label"), trained.classes),
            folder=ground.run,
            cache=ground.cache,
        )
        found[preset.key] = STARTING_S + plan(setup, decided, ground.tested).seconds
    return found
