"""Everything that a training needs, put together; and the batches that a phase learns from."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

import numpy as np
from torch import nn

from ptstudio.core.trained import TrainedModel
from ptstudio.core.training import TrainingSettings
from ptstudio.data._revision import SplitRows
from ptstudio.engine.computing.batches import alike, largest_first, load_batches
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.computing.randomness import dice
from ptstudio.engine.looking.features import FeatureSet, Looking, Progress, Sharing, features_of
from ptstudio.engine.looking.prepared import kept
from ptstudio.engine.looking.read_ahead import ReadAhead
from ptstudio.engine.looking.samples import AS_PREDICTED, Samples, View
from ptstudio.engine.ranks.crew import ALONE, Alone
from ptstudio.engine.ranks.orders import Begin, Look
from ptstudio.tasks import all_tasks
from ptstudio.tasks._lesson import Batch, Example, Lesson
from ptstudio.tasks._task import Task

Places = Sequence[Sequence[int]]
"""The samples of each batch, as places in a split."""


@dataclass(frozen=True)
class Setup:
    """A training before its first step; `folder` is the run's, `cache` the project's. The `lesson` is that of its task,
    or what comes before that.

    `way` is how steps are computed, `looking` how a part that stands still is, `exact` the same in float32, in which
    validation and test samples are looked at. `loader_threads` read samples, 0 for one on each core. `crew` are the
    processes that compute together; `ahead` has read some samples already.
    """

    lesson: Lesson
    trained: TrainedModel
    settings: TrainingSettings
    network: nn.Module
    phases: Sequence[Phase]
    way: Way
    looking: Way
    exact: Way
    training: SplitRows
    validation: SplitRows
    class_counts: np.ndarray
    folder: Path
    cache: Path
    loader_threads: int = 0
    crew: Alone = ALONE
    ahead: ReadAhead | None = None

    @property
    def task(self) -> Task:
        """What the network is for in the end."""
        return all_tasks()[self.trained.task]

    def training_batches(self, order: Sequence[int], phase: Phase) -> Places:
        """An order of the training samples cut into batches."""
        sizes = None if phase.uses_features else self.lesson.sizes(self.training)
        return alike(order, self.way.batch_size, sizes)

    @cached_property
    def judged_order(self) -> Sequence[int]:
        """The order in which the validation samples are looked at."""
        return largest_first(len(self.validation), self.lesson.sizes(self.validation))

    def samples(self, rows: SplitRows) -> Samples:
        """Those of a split, for the frozen part to look at."""
        return Samples(self.trained, rows, self.cache, self.ahead)


@dataclass(frozen=True)
class Source:
    """What a phase runs: the module, and its batches: `training(epoch, places)` and `validation(places)`.

    Training's are to be closed, which takes threads that read ahead with it.
    """

    module: nn.Module
    training: Callable[[int, Places], Generator[Batch, None, None]]
    validation: Callable[[Places], Iterator[Batch]]


def sample_source(setup: Setup) -> Source:
    """The whole network on samples, varied anew in every epoch; what can be worked out of them once is kept."""
    return Source(setup.network, _varied_batches(setup), _plain_batches(setup))


def _varied_batches(setup: Setup) -> Callable[[int, Places], Generator[Batch, None, None]]:
    preparation = setup.lesson.preparation(setup.trained, setup.settings, is_varied=True)
    prepared = kept(setup.training, preparation, setup.cache) if preparation else None

    def varied(epoch: int, index: int) -> Example:
        row = setup.training[index]
        own_dice = dice(setup.settings.seed, "vary", epoch, row["id"])
        known = prepared(index) if prepared else None
        return setup.lesson.example(row, setup.trained, setup.settings, own_dice, known)

    return lambda epoch, places: load_batches(
        places, partial(varied, epoch), setup.lesson.collate, setup.loader_threads, setup.way.device
    )


def _plain_batches(setup: Setup) -> Callable[[Places], Iterator[Batch]]:
    preparation = setup.lesson.preparation(setup.trained, setup.settings, is_varied=False)
    prepared = kept(setup.validation, preparation, setup.cache) if preparation else None

    def plain(index: int) -> Example:
        known = prepared(index) if prepared else None
        return setup.lesson.example(setup.validation[index], setup.trained, setup.settings, None, known)

    return lambda places: load_batches(places, plain, setup.lesson.collate, setup.loader_threads, setup.way.device)


def feature_source(setup: Setup, progress: Progress) -> Source:
    """The head alone, on what the frozen backbone says of every sample, and of variations of the training samples,
    which take turns from epoch to epoch.
    """
    variations = setup.settings.head_variations
    training, validation = len(setup.training), len(setup.validation)
    total = (1 + variations) * training + validation

    def tell(done_before: int) -> Progress:
        return lambda done, _: progress(done_before + done, total)

    unseen = _validation_features(setup, tell(0))
    seen = [
        _training_features(setup, variation, tell(validation + variation * training))
        for variation in range(1 + variations)
    ]
    return Source(
        setup.network.get_submodule("head"),
        lambda epoch, places: (seen[epoch % len(seen)].batch(batch) for batch in places),
        lambda places: map(unseen.batch, places),
    )


def _validation_features(setup: Setup, progress: Progress) -> FeatureSet:
    backbone, share = setup.network.get_submodule("backbone"), _sharing(setup, AS_PREDICTED)
    return features_of(setup.samples(setup.validation), backbone, setup.exact, progress, AS_PREDICTED, share)


def _training_features(setup: Setup, variation: int, progress: Progress) -> FeatureSet:
    backbone, view = setup.network.get_submodule("backbone"), training_view(setup.settings, variation)
    share = _sharing(setup, view)
    return features_of(setup.samples(setup.training), backbone, setup.looking, progress, view, share)


def training_view(settings: TrainingSettings, variation: int) -> View:
    """How training samples are looked at; 0 stands for as they are."""
    return View(is_exact=False, variation=variation, is_kept=settings.head_variations > 1)


def _sharing(setup: Setup, view: View) -> Sharing:
    """The crew looks, at the validation samples if it is to see them as prediction does."""
    split: Literal["train", "validation"] = "validation" if view.is_exact else "train"

    def share(chunks: Places, looking: Looking) -> Generator[tuple[Sequence[int], np.ndarray], None, None]:
        phase = [phase.uses_features for phase in setup.phases].index(True)
        setup.crew.begin(Begin(phase=phase), setup.network)
        order = Look(split=split, variation=view.variation, is_kept=view.is_kept, chunks=tuple(map(tuple, chunks)))
        yield from setup.crew.look(order, chunks, looking)

    return share
