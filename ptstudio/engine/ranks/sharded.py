"""A network spread over several processes: each keeps a part of the weights, of the gradients and of what the optimiser
remembers, for networks that are too large for one graphics card (FSDP, arXiv:2304.11277).

Built on torch's `fully_shard`, which accelerate uses too; accelerate itself spreads nothing over processors, where this
can be tried on any machine. What is done here is done by all processes at the same time.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from copy import deepcopy
from typing import Any

import torch
from torch import nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)
from torch.distributed.fsdp import fully_shard
from torch.nn.utils import clip_grad_norm_

from ptstudio.engine.computing.batches import chunks
from ptstudio.engine.computing.evaluation import Judged, judge_each
from ptstudio.engine.computing.network import blocks
from ptstudio.engine.computing.phases import Phase, optimizer_of, set_learning, smallest_part
from ptstudio.engine.learning.gradient import Gradient
from ptstudio.engine.learning.loop import accelerator_for
from ptstudio.engine.learning.recomputing import keep_again, recompute
from ptstudio.engine.learning.setup import Setup, Source
from ptstudio.engine.ranks.common_dice import dice_for_all
from ptstudio.engine.ranks.orders import Judge, Step
from ptstudio.engine.ranks.shares import bounds
from ptstudio.engine.ranks.wire import Wire
from ptstudio.tasks._task import Batch

_WHOLE = StateDictOptions(full_state_dict=True, cpu_offload=True)
_FROM_FIRST = StateDictOptions(full_state_dict=True, broadcast_from_rank0=True)


class Sharded:
    """The network of a setup, spread, and the optimiser of one of its phases. The network itself stays as it is: in the
    first process it is where the weights are brought together again.
    """

    def __init__(self, wire: Wire, setup: Setup, phase: Phase) -> None:
        self._wire, self._setup = wire, setup
        self.module, self._phase = deepcopy((setup.network, phase))
        parts = blocks(self.module, setup.trained)
        set_learning(self.module, self._phase)
        mesh = wire.mesh(setup.way.device)
        for block in _outermost(module for part in parts for module in part):
            block.register_forward_hook(_copied)
            fully_shard(block, mesh=mesh)
        fully_shard(self.module, mesh=mesh)
        self.optimizer = optimizer_of(self._phase, setup.settings, setup.way.device)
        accelerator = accelerator_for(setup.way)
        self._gradient = Gradient(setup, self._phase, self.module, accelerator, torch.autograd.backward)

    def weight_of(self, batch: Batch) -> float:
        """What the loss of a batch is a mean over."""
        return self._gradient.weight_of(batch)

    def judged(self, order: Judge, source: Source, goes_on: Callable[[], bool]) -> list[Judged]:
        """What the network says of this process's chunks of the validation samples, in rounds; before each, everybody
        has to say that it `goes_on`.
        """
        numbers = chunks(self._setup.judged_order, order.batch_size)
        own = numbers[self._wire.rank :: self._wire.world]
        rounds = -(-len(numbers) // self._wire.world)
        # All have to compute in every round, because each needs the others' weights; what is too much is dropped.
        batches = source.validation([*own, *numbers[: rounds - len(own)]])
        self.module.eval()
        each = judge_each(self._setup.lesson, self.module, batches, self._setup.way, lambda _: None)
        found: list[Judged] = []
        while len(found) < rounds:
            if not goes_on():
                return []
            found.append(next(each))
        return found[: len(own)]

    def step(self, batch: Batch, order: Step, weight: float) -> torch.Tensor:
        """Adjust the network to a batch, of which this process has a share of that `weight`; gives, in the first
        process, the loss of the whole batch.
        """
        weights = [one for (one,) in self._wire.all_of(weight)]
        set_learning(self.module, self._phase)
        change = recompute if order.recomputes else keep_again
        change(self._phase.blocks)
        share = weight / sum(weights)
        # Gradients are averaged over the processes, not added up.
        first, _ = bounds(order.samples, self._wire.rank, self._wire.world, smallest_part(self._phase))
        with dice_for_all(self.module, first, order.samples) if weight else nullcontext():
            loss = self._gradient.add_scaled(batch, share * self._wire.world)
        total = (loss / self._wire.world).reshape(1)
        self._wire.add_up(total)
        if order.limit:
            clip_grad_norm_([p for group in self.optimizer.param_groups for p in group["params"]], order.limit)
        for group, rate in zip(self.optimizer.param_groups, order.rates, strict=True):
            group["lr"] = rate
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return total[0]

    def weights(self) -> dict[str, Any]:
        """All weights, brought together in the first process; nothing in the others."""
        return get_model_state_dict(self.module, options=_WHOLE)

    def optimizer_state(self) -> dict[str, Any]:
        """The same of the optimiser, in the form in which an optimiser that is not spread gives it.

        One that has made no step remembers nothing; torch would have it make one for nothing, and count that.
        """
        if not self.optimizer.state:
            return self.optimizer.state_dict()
        return _by_number(get_optimizer_state_dict(self.module, self.optimizer, options=_WHOLE))

    def spread_weights(self, weights: dict[str, Any]) -> None:
        """Take the weights of the first process."""
        set_model_state_dict(self.module, weights, options=_FROM_FIRST)

    def spread_optimizer_state(self, state: dict[str, Any]) -> None:
        """Take what the optimiser of the first process remembers, in the form of `optimizer_state`."""
        names = {id(parameter): name for name, parameter in self.module.named_parameters()}
        order = [names[id(p)] for group in self.optimizer.param_groups for p in group["params"]]
        set_optimizer_state_dict(
            self.module, self.optimizer, _by_name(state, order) if state else {}, options=_FROM_FIRST
        )


def _copied(_module: nn.Module, _inputs: Any, output: Any) -> Any:
    """What comes out of a part must not be a view of something: if the next part changed that in place, torch would
    forget to fetch the weights once more for the way back, and says so in a warning.
    """
    return output.clone() if isinstance(output, torch.Tensor) else output


def _outermost(modules: Iterable[nn.Module]) -> list[nn.Module]:
    """Those with parameters that stand in no other of them."""
    found, inner = [], set[int]()
    for module in modules:
        if id(module) not in inner and any(True for _ in module.parameters()):
            inner |= {id(one) for one in module.modules()}
            found.append(module)
    return found


def _by_number(state: dict[str, Any]) -> dict[str, Any]:
    """Parameters by their place in the groups, as torch's optimisers know them, instead of by name."""
    if not state:
        return {}
    numbers = {
        name: number for number, name in enumerate(n for group in state["param_groups"] for n in group["params"])
    }
    return {
        "state": {numbers[name]: value for name, value in state["state"].items()},
        "param_groups": [
            group | {"params": [numbers[name] for name in group["params"]]} for group in state["param_groups"]
        ],
    }


def _by_name(state: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The other way round."""
    return {
        "state": {names[number]: value for number, value in state["state"].items()},
        "param_groups": [group | {"params": [names[n] for n in group["params"]]} for group in state["param_groups"]],
    }
