"""The steps of one phase with a network that is spread over all processes; seen from the first one.

Where memory runs out here, or a process is lost, the training fails: others are in the middle of the same step.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.distributed as dist
from accelerate import Accelerator
from torch import nn
from typing_extensions import override

from ptstudio.core.shortage import failure
from ptstudio.engine.computing.evaluation import put_together
from ptstudio.engine.computing.phases import Phase
from ptstudio.engine.computing.randomness import random_state, restore_random_state
from ptstudio.engine.learning.ladder import memory_shortage
from ptstudio.engine.learning.loop import Loop
from ptstudio.engine.learning.setup import Setup, Source
from ptstudio.engine.ranks.crew import Crew
from ptstudio.engine.ranks.faults import lost
from ptstudio.engine.ranks.orders import Begin, Gather, Judge, Spread, Step
from ptstudio.tasks._task import Batch, Evidence


def loop_for(setup: Setup, phase: Phase, source: Source, accelerator: Accelerator) -> Loop:
    """The loop of a phase: one that spreads the network where the crew does so and more than the last layer learns."""
    kind = ShardedLoop if setup.crew.is_sharding and not phase.uses_features else Loop
    return kind(setup, phase, source, accelerator)


class ShardedLoop(Loop):
    """The network of the setup stays on the processor; after every epoch, and before a state is kept, the weights are
    brought together in it.
    """

    @property
    @override
    def state_tensors(self) -> dict[Any, dict[str, Any]]:
        """None that could be moved away: others hold parts of them."""
        return {}

    @override
    def _made_ready(self, module: nn.Module) -> tuple[nn.Module, Any]:
        setup, crew = self._setup, self._setup.crew
        if not isinstance(crew, Crew):
            raise AssertionError("Only several processes can share a network.")
        # The part of torch that it takes needs a second to import, and hardly a training needs it.
        from ptstudio.engine.ranks.sharded import Sharded

        self._all = crew
        phase = [phase.key for phase in setup.phases].index(self._phase.key)
        with _all_or_none():
            crew.begin(Begin(phase=phase, is_sharded=True), module.to("cpu"))
            self._sharded = Sharded(crew.wire, setup, self._phase)
        return self._sharded.module, self._sharded.optimizer

    @override
    def _step(self, batch: Batch, epoch: int, step: int, samples: int) -> torch.Tensor:
        order = Step(
            epoch=epoch,
            step=step,
            samples=samples,
            recomputes=self.adaptation.recomputes,
            rates=tuple(float(group["lr"]) for group in self._optimizer.param_groups),
            limit=self._setup.settings.gradient_limit,
        )
        with _all_or_none():
            self._all.tell(order)
            loss = self._sharded.step(batch, order, self._sharded.weight_of(batch))
        self._schedule.step()
        return loss

    @override
    def judge(self, batch_size: int, progress: Callable[[int], None]) -> tuple[Evidence, float]:
        def goes_on() -> bool:
            try:
                progress(0)
            except BaseException:
                self._all.wire.all_of(0.0)
                raise
            self._all.wire.all_of(1.0)
            return True

        order = Judge(batch_size=batch_size)
        with _all_or_none():
            self._all.tell(order)
            judged = self._all.judged(self._sharded.judged(order, self._source, goes_on))
        self._bring_together(has_optimizer=False)
        return put_together(judged)

    @override
    def state(self) -> dict[str, Any]:
        return {
            "optimizer": self._bring_together(has_optimizer=True),
            "schedule": self._schedule.last_epoch,
            "scaler": {},
            "random": random_state(),
        }

    @override
    def load_state(self, state: dict[str, Any], steps: int) -> None:
        with _all_or_none():
            has_optimizer = bool(state) and bool(state["optimizer"]["state"])
            self._all.tell(Spread(has_optimizer=has_optimizer))
            self._sharded.spread_weights(self._setup.network.state_dict())
            if has_optimizer:
                self._sharded.spread_optimizer_state(state["optimizer"])
        if state:
            restore_random_state(state["random"])
        self._schedule.last_epoch = state["schedule"] if state else steps
        self.adapt(self.adaptation)

    def _bring_together(self, *, has_optimizer: bool) -> dict[str, Any]:
        """All weights, in the network of the setup; gives what the optimiser remembers."""
        with _all_or_none():
            self._all.tell(Gather(has_optimizer=has_optimizer))
            self._setup.network.to("cpu").load_state_dict(self._sharded.weights())
            return self._sharded.optimizer_state() if has_optimizer else {}


@contextmanager
def _all_or_none() -> Iterator[None]:
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        shortage = memory_shortage(error)
        if shortage is not None:
            raise failure(shortage) from error
        if isinstance(error, dist.DistError) or "peer" in str(error):
            raise lost("it is no longer there, or does not answer") from error
        raise
