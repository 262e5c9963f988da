"""The gradient of a batch, computed in parts where memory is short. Knows nothing of optimisers and steps."""

from collections.abc import Callable

import torch
from accelerate import Accelerator
from torch import nn

from ptstudio.engine.computing.heap import keep_freed
from ptstudio.engine.computing.phases import Phase, smallest_part
from ptstudio.engine.learning.micro_batches import cut, part_size
from ptstudio.engine.learning.setup import Setup
from ptstudio.tasks._task import Batch


class Gradient:
    """Works out how a phase's module has to change for a batch. `backward` makes the gradients of a loss."""

    def __init__(
        self,
        setup: Setup,
        phase: Phase,
        module: nn.Module,
        accelerator: Accelerator,
        backward: Callable[[torch.Tensor], None],
    ) -> None:
        self._setup, self._phase, self._accelerator, self._backward = setup, phase, accelerator, backward
        self._learner = torch.compile(module) if setup.way.is_compiled else module
        self._counts = torch.as_tensor(setup.class_counts, dtype=torch.float32)
        self._class_counts = self._counts.to(setup.way.device)
        if not phase.uses_features:
            keep_freed()

    def add(self, batch: Batch, parts: int) -> tuple[torch.Tensor, float]:
        """Add the gradients of a batch, computed as if it were a whole one in so many parts; gives its loss (not yet
        fetched), and what that is a mean over.
        """
        setup = self._setup
        size = part_size(setup.way.batch_size, parts) if parts > 1 else batch.size
        cuts = cut(batch, size, smallest_part(self._phase))
        weights = [setup.lesson.loss_weight(part.targets, setup.settings, self._counts) for part in cuts]
        losses = [self._learn_from(part, weight / sum(weights)) for part, weight in zip(cuts, weights, strict=True)]
        return losses[0] if len(losses) == 1 else torch.stack(losses).sum(), sum(weights)

    def weight_of(self, batch: Batch) -> float:
        """What the loss of a batch is a mean over."""
        return self._setup.lesson.loss_weight(batch.targets, self._setup.settings, self._counts)

    def add_scaled(self, batch: Batch, scale: float) -> torch.Tensor:
        """Add the gradients of a batch, its loss multiplied by `scale`; gives that."""
        return self._learn_from(batch, scale)

    def _learn_from(self, part: Batch, share: float) -> torch.Tensor:
        """The gradients of a part, which is a `share` of the batch, are added to those that are there; gives its loss's
        share in that of the batch.
        """
        setup = self._setup
        targets = setup.way.inputs(part.targets)
        with self._accelerator.autocast():
            outputs = self._learner(setup.way.inputs(part.inputs))
        loss = setup.lesson.loss(outputs, targets, setup.settings, self._class_counts)
        if share != 1:
            loss = loss * share
        self._backward(loss)
        return loss.detach()
