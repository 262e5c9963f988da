"""The steps of one phase: forward, backward, adjust. Knows nothing of epochs' ends, saving or stopping."""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
from accelerate import Accelerator
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from ptstudio.core.training import TrainingSettings
from ptstudio.engine.batches import chunks, load_batches
from ptstudio.engine.device import Way
from ptstudio.engine.phases import Phase, parameter_groups
from ptstudio.engine.randomness import order
from ptstudio.engine.setup import Setup, Source
from ptstudio.tasks._task import Batch

_MIXED = {"float32": "no", "bfloat16": "bf16", "float16": "fp16"}


def accelerator_for(way: Way) -> Accelerator:
    """Accelerate, set to a way of computing."""
    return Accelerator(cpu=way.device.type == "cpu", mixed_precision=_MIXED[way.precision])


class Loop:
    """Optimiser and schedule of a phase, and the steps they make."""

    def __init__(self, setup: Setup, phase: Phase, source: Source, accelerator: Accelerator) -> None:
        self._setup = setup
        self._phase = phase
        self._source = source
        self._accelerator = accelerator
        self.steps_per_epoch = len(chunks(range(len(setup.training)), setup.way.batch_size))
        groups = parameter_groups(phase, setup.settings)
        self._parameters = [parameter for group in groups for parameter in group["params"]]
        module, optimizer = accelerator.prepare(setup.way.place(source.module), AdamW(groups))
        self.module = module
        self._optimizer = optimizer
        shape = partial(_rate, settings=setup.settings, total=phase.epochs * self.steps_per_epoch)
        self._schedule = LambdaLR(optimizer, shape)
        self._class_counts = torch.as_tensor(setup.class_counts, dtype=torch.float32, device=setup.way.device)

    @property
    def learning_rate(self) -> float:
        """That of the head, the highest."""
        return float(self._schedule.get_last_lr()[0])

    def steps(self, epoch: int, first: int) -> Iterator[tuple[torch.Tensor, int]]:
        """Make the steps of an epoch from number `first` on; after each, its loss (not yet fetched) and batch size."""
        setup = self._setup
        numbers = order(len(setup.training), setup.settings.seed, "order", epoch)
        batches = chunks(numbers, setup.way.batch_size)[first:]
        for batch in load_batches(
            batches, partial(self._source.training, epoch), setup.task.collate, in_threads=self._source.is_decoded
        ):
            yield self._step(batch), batch.size

    def state(self) -> dict[str, Any]:
        """Everything but the weights that the next step depends on."""
        scaler = self._accelerator.scaler
        return {
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "scaler": scaler.state_dict() if scaler is not None else {},
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def load_state(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.load_state_dict(state["schedule"])
        if self._accelerator.scaler is not None:
            self._accelerator.scaler.load_state_dict(state["scaler"])
        torch.set_rng_state(state["random"])
        if state["random_cuda"]:
            torch.cuda.set_rng_state_all(state["random_cuda"])

    def close(self) -> None:
        """Give back the module as it was before accelerate wrapped it."""
        self._accelerator.unwrap_model(self.module, keep_fp32_wrapper=False)
        self._accelerator.free_memory()

    def _step(self, batch: Batch) -> torch.Tensor:
        setup = self._setup
        targets = setup.way.inputs(batch.targets)
        with self._accelerator.autocast():
            outputs = self.module(setup.way.inputs(batch.inputs))
        loss = setup.task.loss(outputs, targets, setup.settings, self._class_counts)
        self._accelerator.backward(loss)
        if setup.settings.gradient_limit:
            self._accelerator.clip_grad_norm_(self._parameters, setup.settings.gradient_limit)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        return loss.detach()


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
