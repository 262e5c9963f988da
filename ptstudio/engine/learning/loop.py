"""The steps of one phase: forward, backward, adjust. Knows nothing of epochs' ends, saving or stopping."""

import math
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from typing import Any

import torch
from accelerate import Accelerator
from torch import nn
from torch.nn.utils import clip_grad_norm_
from torch.optim.lr_scheduler import LambdaLR

from ptstudio.core.training import TrainingSettings
from ptstudio.engine.computing.batches import chunks
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.evaluation import in_place, judge_each, put_together
from ptstudio.engine.computing.phases import Phase, optimizer_of, smallest_part
from ptstudio.engine.computing.randomness import order, random_state, restore_random_state, sow_step
from ptstudio.engine.computing.uncompiled import without_compiler
from ptstudio.engine.learning.adaptation import Adaptation
from ptstudio.engine.learning.gradient import Gradient
from ptstudio.engine.learning.recomputing import keep_again, recompute
from ptstudio.engine.learning.setup import Setup, Source
from ptstudio.engine.ranks.crew import ALONE
from ptstudio.engine.ranks.orders import Begin, Judge, Step
from ptstudio.tasks._task import Batch, Evidence

_MIXED = {"float32": "no", "bfloat16": "bf16", "float16": "fp16"}


def accelerator_for(way: Way) -> Accelerator:
    """Accelerate, set to a way of computing."""
    return Accelerator(cpu=way.device.type == "cpu", mixed_precision=_MIXED[way.precision])


class Loop:
    """Optimiser and schedule of a phase, and the steps they make.

    `adaptation` is how they are made by now; it may be changed from one step to the next. `is_torn` tells that a step
    broke off while it changed the weights, so that it cannot simply be made again.
    """

    def __init__(
        self,
        setup: Setup,
        phase: Phase,
        source: Source,
        accelerator: Accelerator,
        shape: Callable[[int], float] | None = None,
    ) -> None:
        """`shape` gives the share of the full learning rate at a step; by default, as the settings say."""
        self._setup, self._phase, self._source, self._accelerator = setup, phase, source, accelerator
        self.adaptation = Adaptation()
        self.is_torn = False
        self._is_idle = False
        self.steps_per_epoch = len(chunks(range(len(setup.training)), setup.way.batch_size))
        self._lightly = nullcontext if setup.way.is_compiled else without_compiler
        # A new last layer alone learns faster than others could be told about it.
        self._crew = ALONE if phase.uses_features else setup.crew
        self._has_begun = False
        self.module, optimizer = self._made_ready(source.module)
        self._optimizer = optimizer
        self._parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
        usual = partial(_rate, settings=setup.settings, total=phase.epochs * self.steps_per_epoch)
        self._schedule = LambdaLR(optimizer, lambda step: self.adaptation.rate_factor * (shape or usual)(step))

    @property
    def learning_rate(self) -> float:
        """That of the head, the highest."""
        return float(self._optimizer.param_groups[0]["lr"])

    @property
    def state_tensors(self) -> dict[Any, dict[str, Any]]:
        """What the optimiser remembers of each parameter, to be changed in place."""
        state: dict[Any, dict[str, Any]] = self._optimizer.state
        return state

    def adapt(self, adaptation: Adaptation) -> None:
        """Make the steps to come in another way."""
        self.adaptation = adaptation
        change = recompute if adaptation.recomputes else keep_again
        change(self._phase.blocks)
        for group, rate in zip(self._optimizer.param_groups, self._schedule.base_lrs, strict=True):
            group["lr"] = rate * self._schedule.lr_lambdas[0](self._schedule.last_epoch)

    def steps(self, epoch: int, first: int) -> Iterator[tuple[torch.Tensor, int]]:
        """Make the steps of an epoch from number `first` on; after each, its loss (not yet fetched) and how many
        samples it was made of.
        """
        setup = self._setup
        numbers = order(len(setup.training), setup.settings.seed, "order", epoch)
        batches = setup.training_batches(numbers, self._phase)
        own = [self._crew.share(places, smallest_part(self._phase)) for places in batches]
        while first < len(batches):
            self._is_idle = False
            with closing(self._source.training(epoch, own[first:])) as loaded:
                for batch in loaded:
                    sow_step(setup.way.device, setup.settings.seed, epoch, first)
                    loss = self._step(batch, epoch, first, len(batches[first]))
                    yield loss, len(batches[first])
                    first += 1
                    if self._is_idle:
                        break

    def drop_batches(self) -> None:
        """Forget batches that were read ahead; they are read again when the next step is made."""
        self._is_idle = True
        self._crew.rest()

    def forget_step(self) -> None:
        """Give up what a step that broke off has left."""
        with self._lightly():
            self._optimizer.zero_grad(set_to_none=True)

    def state(self) -> dict[str, Any]:
        """Everything but the weights that the next step depends on, in memory of its own, on the CPU."""
        scaler = self._accelerator.scaler
        with self._lightly():
            adjusted = _copied(self._optimizer.state_dict())
        return {
            "optimizer": adjusted,
            "schedule": self._schedule.last_epoch,
            "scaler": scaler.state_dict() if scaler is not None else {},
            "random": random_state(),
        }

    def load_state(self, state: dict[str, Any], steps: int) -> None:
        """Go on from what `state` gave. Without any, from a new optimiser after so many `steps` of the phase."""
        if state:
            with self._lightly():
                self._optimizer.load_state_dict(_copied(state["optimizer"]))
            if self._accelerator.scaler is not None:
                self._accelerator.scaler.load_state_dict(state["scaler"])
            restore_random_state(state["random"])
        self._schedule.last_epoch = state["schedule"] if state else steps
        self.adapt(self.adaptation)

    def close(self) -> None:
        """Leave the module as it was."""
        keep_again(self._phase.blocks)
        self._accelerator.free_memory()

    def judge(self, batch_size: int, progress: Callable[[int], None]) -> tuple[Evidence, float]:
        """The evidence of all validation samples, and their mean loss, in batches of so many."""
        setup = self._setup
        numbers = chunks(setup.judged_order, batch_size)
        self._begin()
        with self._crew.together(Judge(batch_size=batch_size), setup.network):
            batches = self._source.validation(self._crew.turn(numbers))
            own = list(judge_each(setup.lesson, self.module.eval(), batches, setup.way, progress))
            evidence, loss = put_together(self._crew.judged(own))
            return in_place(evidence, setup.judged_order), loss

    def _made_ready(self, module: nn.Module) -> tuple[nn.Module, Any]:
        """The module, where it computes, and its optimiser."""
        setup, phase, accelerator = self._setup, self._phase, self._accelerator
        with self._lightly():
            optimizer: Any = optimizer_of(phase, setup.settings, setup.way.device)
            if accelerator.scaler is not None:
                optimizer = accelerator.prepare(optimizer)
        placed = setup.way.place(module)
        self._gradient = Gradient(setup, phase, placed, accelerator, partial(_backward, accelerator))
        return placed, optimizer

    def _step(self, batch: Batch, epoch: int, step: int, samples: int) -> torch.Tensor:
        """One adjustment to a batch of so many samples, of which this is the own share."""
        setup, adaptation, scaler = self._setup, self.adaptation, self._accelerator.scaler
        scale = float(scaler.get_scale()) if scaler is not None and self._crew.size > 1 else 1.0
        asked = Step(
            epoch=epoch,
            step=step,
            samples=samples,
            parts=adaptation.parts,
            recomputes=adaptation.recomputes,
            scale=scale,
        )
        self._begin()
        with self._crew.together(asked, setup.network):
            loss, weight = self._gradient.add(batch, adaptation.parts)
            loss = self._crew.add_up(setup.network, loss, weight)
        if setup.settings.gradient_limit:
            self._accelerator.unscale_gradients()
            clip_grad_norm_(self._parameters, setup.settings.gradient_limit)
        self.is_torn = True
        with self._lightly():
            self._optimizer.step()
        self.is_torn = False
        self._schedule.step()
        self.forget_step()
        return loss

    def _begin(self) -> None:
        """Before the first step the whole network goes to whoever helps."""
        if not self._has_begun:
            phase = [phase.key for phase in self._setup.phases].index(self._phase.key)
            self._crew.begin(Begin(phase=phase, shrinks=self.adaptation.shrinks), self._setup.network)
        self._has_begun = True


def _backward(accelerator: Accelerator, loss: torch.Tensor) -> None:
    """Accelerate's own looks at every step for a library that nobody has, which takes longer than a small step."""
    if accelerator.scaler is not None:
        accelerator.backward(loss)
    else:
        torch.autograd.backward(loss)


def _copied(value: Any) -> Any:
    """A state without anything in common with what it was taken from; the optimiser changes its tensors in place."""
    if isinstance(value, torch.Tensor):
        return value.detach().to("cpu", copy=True)
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _rate(step: int, settings: TrainingSettings, total: int) -> float:
    """The share of the full learning rate at a step: rising in the warm-up, then falling as the schedule says."""
    warmup = settings.warmup * total
    if step < warmup:
        return (step + 1) / (warmup + 1)
    passed = min(1.0, (step - warmup) / max(1.0, total - warmup))
    match settings.schedule:
        case "cosine":
            return 0.5 * (1 + math.cos(math.pi * passed))
        case "linear":
            return 1 - passed
        case _:
            return 1.0
