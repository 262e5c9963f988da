"""What a follower does in one phase: gradients of its share of each batch, and its share of the validation samples.

While it waits for the next step, the samples of that step are read already.
"""

from collections.abc import Generator, Sequence
from contextlib import nullcontext

import torch
from torch import nn

from ptstudio.engine.computing.batches import chunks
from ptstudio.engine.computing.evaluation import Judged, judge_each
from ptstudio.engine.computing.phases import Phase, set_learning, smallest_part
from ptstudio.engine.computing.randomness import order as order_of
from ptstudio.engine.computing.randomness import sow_step
from ptstudio.engine.learning.gradient import Gradient
from ptstudio.engine.learning.loop import accelerator_for
from ptstudio.engine.learning.recomputing import keep_again, recompute
from ptstudio.engine.learning.setup import Setup, Source, sample_source
from ptstudio.engine.ranks.common_dice import dice_for_all
from ptstudio.engine.ranks.orders import Judge, Step
from ptstudio.engine.ranks.shares import bounds, share
from ptstudio.tasks._task import Batch


class FollowedPhase:
    """One phase, on samples; `rest` whenever nothing will come for a while."""

    def __init__(self, setup: Setup, phase: Phase, rank: int, world: int) -> None:
        self.setup, self.phase, self._rank, self._world = setup, phase, rank, world
        self._scale = 1.0
        self._tools: tuple[Source, Gradient] | None = None
        self._read: Generator[Batch, None, None] | None = None
        self._next = (-1, -1)
        self._own: tuple[int, list[Sequence[int]]] = (-1, [])
        self._is_here = self._is_learning = False

    def learning_network(self) -> nn.Module:
        """The network, where it computes, set to learn what this phase trains."""
        network = self.setup.network
        if not self._is_here:
            self.setup.way.place(network)
        if not self._is_learning:
            set_learning(network, self.phase)
        self._is_here = self._is_learning = True
        return network

    def step(self, order: Step) -> tuple[torch.Tensor, float]:
        """Leave the gradients of the own share in the network; gives its loss, and what that is a mean over, which is
        nothing where the batch is too small for everybody.
        """
        setup = self.setup
        change = recompute if order.recomputes else keep_again
        change(self.phase.blocks)
        self._scale = order.scale
        _, gradient = self._ready()
        batch = self.batch(order)
        if batch is None:
            return torch.zeros(()), 0.0
        self.sow(order)
        first, _ = bounds(order.samples, self._rank, self._world, smallest_part(self.phase))
        with dice_for_all(setup.network, first, order.samples) if order.parts == 1 else nullcontext():
            return gradient.add(batch, order.parts)

    def batch(self, order: Step) -> Batch | None:
        """The samples of the own share; None where the batch is too small for everybody."""
        source, _ = self._ready()
        own = self._shares(order.epoch)
        if not own[order.step]:
            return None
        if self._read is None or self._next != (order.epoch, order.step):
            self._drop()
            self._read = source.training(order.epoch, [places for places in own[order.step :] if places])
        self._next = (order.epoch, order.step + 1)
        return next(self._read)

    def judged(self, order: Judge) -> list[Judged]:
        """What the network says of every so-manieth chunk of the validation samples."""
        setup = self.setup
        source, _ = self._ready()
        own = chunks(setup.judged_order, order.batch_size)[self._rank :: self._world]
        self._is_learning = False
        return list(judge_each(setup.lesson, source.module.eval(), source.validation(own), setup.way, lambda _: None))

    def sow(self, order: Step) -> None:
        """The dice of a step; on a graphics card every process throws its own."""
        device = self.setup.way.device
        own = () if device.type == "cpu" else (self._rank,)
        sow_step(device, self.setup.settings.seed, order.epoch, order.step, *own)

    def any_batch(self) -> Batch:
        """Some samples, where it does not matter which."""
        few = range(min(smallest_part(self.phase), len(self.setup.training)))
        return next(iter(self.source.training(0, [few])))

    @property
    def source(self) -> Source:
        """Its batches."""
        return self._ready()[0]

    def rest(self) -> None:
        """Forget samples that were read ahead, and leave a graphics card to others."""
        self._drop()
        self.setup.network.zero_grad(set_to_none=True)
        if self.setup.way.device.type != "cpu":
            self.setup.network.to("cpu")
            self._is_here = False

    def _ready(self) -> tuple[Source, Gradient]:
        if self._tools is None:
            source = sample_source(self.setup)
            accelerator = accelerator_for(self.setup.way)
            self._tools = source, Gradient(self.setup, self.phase, source.module, accelerator, self._backward)
        return self._tools

    def _backward(self, loss: torch.Tensor) -> None:
        torch.autograd.backward(loss * self._scale)

    def _shares(self, epoch: int) -> list[Sequence[int]]:
        """The own share of every batch of an epoch."""
        if self._own[0] == epoch:
            return self._own[1]
        setup = self.setup
        numbers = order_of(len(setup.training), setup.settings.seed, "order", epoch)
        smallest = smallest_part(self.phase)
        batches = setup.training_batches(numbers, self.phase)
        self._own = epoch, [share(places, self._rank, self._world, smallest) for places in batches]
        return self._own[1]

    def _drop(self) -> None:
        if self._read is not None:
            self._read.close()
        self._read = None
