"""What a training asks of whatever it teaches a network: examples, losses, and how well it does.

Every task is such a lesson; so is what a network is made familiar with before its task.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:  # facts are read at every start of the window, which needs none of what verbs take and give
    import random

    import numpy as np
    import torch

    from ptstudio.core.events import Watched
    from ptstudio.core.metric import MetricFacts
    from ptstudio.core.trained import TrainedModel
    from ptstudio.core.training import TrainingSettings
    from ptstudio.data._revision import SplitRows

Evidence: TypeAlias = Mapping[str, "np.ndarray"]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Preparation:
    """What of every sample is worked out once and kept: an array of one shape. `key` says what it depends on beside the
    sample; `make` works it out for a row, in threads, and raises OSError or ValueError as `Lesson.example` does.
    """

    key: str
    shape: tuple[int, ...]
    dtype: str
    make: Callable[[Row], np.ndarray]


@dataclass(frozen=True)
class Example:
    """One sample: inputs and target, each a tensor, a mapping of tensors, or what `collate` makes them of."""

    inputs: Any
    target: Any


@dataclass(frozen=True)
class Batch:
    """Examples put together along a new first axis."""

    inputs: Any
    targets: Any
    size: int


@dataclass(frozen=True)
class Baseline:
    """What an answer that ignores the sample would score, by metric, and a sentence on which answer that is."""

    values: dict[str, float]
    reason: str


class Lesson(ABC):
    """One thing that a network can be taught.

    *Facts* never import torch; `best_metric` is the key of that among the `metrics` by which the best epoch is told.
    *Verbs* run in the worker and import torch inside. `Evidence` is what a network said and what was true, as arrays by
    name whose first axis is the sample, so that it can be sliced and resampled.
    """

    settings: ClassVar[type[TrainingSettings]]
    metrics: ClassVar[tuple[MetricFacts, ...]]
    best_metric: ClassVar[str]

    @property
    def deciding_metric(self) -> MetricFacts:
        """That by which the best epoch is told."""
        return next(facts for facts in self.metrics if facts.key == self.best_metric)

    # ------------------------------------------------------------------ learning

    @abstractmethod
    def preparation(self, trained: TrainedModel, settings: TrainingSettings, *, is_varied: bool) -> Preparation | None:
        """What of every sample can be worked out once, for all its examples, varied or not; None where reading a
        sample is cheap.
        """

    @abstractmethod
    def example(
        self,
        row: Row,
        trained: TrainedModel,
        settings: TrainingSettings,
        dice: random.Random | None,
        prepared: np.ndarray | None = None,
    ) -> Example:
        """Load a row of a revision; with `dice`, augmented by them and by nothing else. Runs in threads.

        With what was `prepared` nothing is opened; it may then differ a little, too little to matter for learning, from
        what prediction sees. Raises OSError or ValueError where the file has vanished or was damaged after the import.
        """

    def sizes(self, rows: SplitRows) -> np.ndarray | None:
        """How large each row is beside the others, whole numbers (rows,), so that those of about one size are computed
        together; None, unless a task says otherwise, where all are of one size.
        """
        del rows
        return None

    @abstractmethod
    def collate(self, examples: Sequence[Example]) -> Batch:
        """Put examples together."""

    @abstractmethod
    def loss(
        self, outputs: Any, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor | None
    ) -> torch.Tensor:
        """The mean loss over a batch, a scalar. With `class_counts` (classes,), weighted and smoothed as the settings
        say, for training; without, the plain loss, for validation.
        """

    def loss_weight(self, targets: Any, settings: TrainingSettings, class_counts: torch.Tensor) -> float:
        """What the mean that `loss` gives is taken over, so that means over parts of a batch can be put together: the
        number of samples, unless a task says otherwise. Targets and counts are on the CPU.
        """
        del settings, class_counts
        return float(len(next(iter(targets.values())) if isinstance(targets, dict) else targets))

    def smaller(self, trained: TrainedModel) -> tuple[TrainedModel, str] | None:
        """The same with a smaller input, which takes less memory, and that input in words; None, unless a task says
        otherwise, where it cannot be smaller.
        """
        del trained
        return None

    # ------------------------------------------------------------------ judging

    @abstractmethod
    def evidence(self, outputs: Any, targets: Any) -> Evidence:
        """What was said and what was true, on the CPU in float32."""

    @abstractmethod
    def measure(self, evidence: Evidence) -> dict[str, float]:
        """Every metric of `metrics`, by key."""

    @abstractmethod
    def baseline(self, class_counts: np.ndarray, evidence: Evidence, classes: Sequence[str]) -> Baseline:
        """Score the answer that looks at no sample, known from the training split alone."""

    def watch(self, rows: Sequence[Row], evidence: Evidence, classes: Sequence[str]) -> tuple[Watched, ...]:
        """What a network says of some rows while it learns, for a person to see; nothing, unless a lesson says
        otherwise.
        """
        del rows, evidence, classes
        return ()
