"""What is computed when ways are tried: a look by a network that stands still, and a step of one that learns.

Steps are made by a copy of the network, and with dice of their own, so that trying changes nothing.
"""

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import nn

from ptstudio.core.training import TrainingSettings
from ptstudio.engine.choosing.memory_need import MemoryNeed, learning_need
from ptstudio.engine.choosing.samples_in_hand import of_size
from ptstudio.engine.computing.adapters import with_adapters
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.heap import keep_freed
from ptstudio.engine.computing.phases import Phase, optimizer_of, set_learning
from ptstudio.engine.computing.still import still
from ptstudio.engine.computing.uncompiled import without_compiler
from ptstudio.tasks._task import Batch, Task


class Looking:
    """A network that looks at a few samples."""

    def __init__(self, module: nn.Module, batch: Batch) -> None:
        self._module = module
        self._batch = batch

    def begin(self, way: Way) -> Callable[[], object]:
        """Get ready for a way; what is given looks once. Raises ModelError."""
        look = still(self._module, way, of_size(self._batch, 1).inputs)
        return partial(look, of_size(self._batch, way.batch_size).inputs)


class Learning:
    """A copy of a network, learning from a few samples as a phase would."""

    def __init__(self, task: Task, settings: TrainingSettings, network: nn.Module, phase: Phase, batch: Batch) -> None:
        self._task = task
        self._settings = settings
        self._network, alike = copy.deepcopy((network, phase))
        self._phase = with_adapters(self._network, alike, settings.seed)
        self._batch = batch
        set_learning(self._network, self._phase)
        keep_freed()

    def begin(self, way: Way) -> Callable[[], object]:
        """Get ready for a way; what is given makes one step."""
        way.place(self._network)
        parameters = [parameter for parameter in self._network.parameters() if parameter.requires_grad]
        with without_compiler():
            optimizer = optimizer_of(self._phase, self._settings, way.device)
        scaler = torch.amp.GradScaler(way.device.type, enabled=way.precision == "float16")
        batch = of_size(self._batch, way.batch_size)

        def step() -> None:
            with torch.random.fork_rng(self._cards(way)), without_compiler():
                torch.autograd.backward(scaler.scale(self._loss(batch, way)))
                scaler.unscale_(optimizer)
                nn.utils.clip_grad_norm_(parameters, self._settings.gradient_limit or 1.0)
                scaler.step(optimizer)
                scaler.update()
                optimizer.zero_grad()

        return step

    def memory_need(self, way: Way, looked_mb: float) -> MemoryNeed:
        """What learning in a way takes."""
        way.place(self._network)

        def loss_of(count: int) -> torch.Tensor:
            with torch.random.fork_rng(self._cards(way)):
                return self._loss(of_size(self._batch, count), way)

        return learning_need(self._network, self._phase, loss_of, looked_mb)

    def _loss(self, batch: Batch, way: Way) -> torch.Tensor:
        targets: Any = way.inputs(batch.targets)
        with way.autocast():
            outputs = self._network(way.inputs(batch.inputs))
        return self._task.loss(outputs, targets, self._settings, None)

    @staticmethod
    def _cards(way: Way) -> list[int]:
        return [way.device.index or 0] if way.device.type == "cuda" else []
