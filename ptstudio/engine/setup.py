"""Everything that a training needs, put together; and the examples that a phase learns from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from torch import nn

from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.data._revision import SplitRows
from ptstudio.engine.device import Way
from ptstudio.engine.features import FeatureSet, features_of
from ptstudio.engine.phases import Phase
from ptstudio.engine.randomness import dice
from ptstudio.tasks._task import Example, Task


@dataclass(frozen=True)
class Setup:
    """A training before its first step; `folder` is the run's, `cache` the project's."""

    task: Task
    trained: TrainedModel
    settings: TrainingSettings
    network: nn.Module
    phases: Sequence[Phase]
    way: Way
    training: SplitRows
    validation: SplitRows
    class_counts: np.ndarray
    folder: Path
    cache: Path


@dataclass(frozen=True)
class Source:
    """What a phase runs: the module, and its examples: `training(epoch, index)` and `validation(index)`.

    `is_decoded` tells that making an example takes work, such as decoding a file.
    """

    module: nn.Module
    training: Callable[[int, int], Example]
    validation: Callable[[int], Example]
    is_decoded: bool


def plain_example(setup: Setup, rows: SplitRows, index: int) -> Example:
    """A sample as it is."""
    return setup.task.example(rows[index], setup.trained, setup.settings, None)


def sample_source(setup: Setup) -> Source:
    """The whole network on samples, varied anew in every epoch."""

    def varied(epoch: int, index: int) -> Example:
        row = setup.training[index]
        own_dice = dice(setup.settings.seed, "vary", epoch, row["id"])
        return setup.task.example(row, setup.trained, setup.settings, own_dice)

    return Source(setup.network, varied, partial(plain_example, setup, setup.validation), True)


def feature_source(setup: Setup, progress: Callable[[int, int], None]) -> Source:
    """The head alone, on what the frozen backbone says of every sample, and of variations of the training samples,
    which take turns from epoch to epoch.
    """
    variations = setup.settings.head_variations
    training, validation = len(setup.training), len(setup.validation)
    total = (1 + variations) * training + validation

    def tell(done_before: int) -> Callable[[int, int], None]:
        return lambda done, _: progress(done_before + done, total)

    unseen = split_features(setup, setup.validation, tell(0))
    seen = [
        split_features(setup, setup.training, tell(validation + variation * training), variation)
        for variation in range(1 + variations)
    ]
    head = setup.network.get_submodule("head")
    return Source(head, lambda epoch, index: seen[epoch % len(seen)].example(index), unseen.example, False)


def split_features(
    setup: Setup, rows: SplitRows, progress: Callable[[int, int], None], variation: int = 0
) -> FeatureSet:
    """What the frozen backbone says of a split; found in the cache where it was computed before."""
    backbone = setup.network.get_submodule("backbone")
    return features_of(setup.task, backbone, rows, setup.trained, setup.way, setup.cache, progress, variation)
