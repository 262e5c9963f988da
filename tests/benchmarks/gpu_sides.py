"""The same network learning from the same batches in three loops: a bare one, PTStudio's, and `Trainer`'s.

Batches lie ready in memory, so that nothing but the loop is measured. Knows no network by name.
"""

import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from torch import nn
from torch.nn import functional
from torch.optim import AdamW
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments

from ptstudio.core.trained import TrainedModel
from ptstudio.data._revision import SplitRows
from ptstudio.engine.computing.device import Way, settle
from ptstudio.engine.computing.phases import phases, set_learning
from ptstudio.engine.learning.loop import Loop, accelerator_for
from ptstudio.engine.learning.setup import Places, Setup, Source
from ptstudio.library.library import Library
from ptstudio.models._family import Rates
from ptstudio.models._recognition import find_model
from ptstudio.tasks import all_tasks
from ptstudio.tasks._task import Batch

CLASSES = 10
POOL = 4
"""So many batches take turns."""
TASK = all_tasks()["image-classification"]


@dataclass(frozen=True)
class Subject:
    """A network that gives logits (N, 10), and its inputs: `inputs(n)` gives a tensor or a mapping of tensors."""

    title: str
    make: Callable[[], nn.Module]
    inputs: Callable[[int], Any]
    batch_size: int

    def pool(self, size: int, device: torch.device) -> list[Batch]:
        """Batches in the host's memory, pinned for a card."""
        is_card = device.type == "cuda"
        made = [Batch(self.inputs(size), torch.randint(CLASSES, (size,)), size) for _ in range(POOL)]
        return [Batch(_pinned(batch.inputs), _pinned(batch.targets), size) for batch in made] if is_card else made


@dataclass(frozen=True)
class Race:
    """Where, and for how many steps after some that warm up."""

    device: torch.device
    steps: int
    warmup: int

    @property
    def all_steps(self) -> int:
        """Both."""
        return self.steps + self.warmup


class Watch:
    """The samples a second of the steps after those that warm up."""

    def __init__(self, race: Race, batch_size: int) -> None:
        self._race, self._batch_size = race, batch_size
        self._done = 0
        self._began = self._taken_s = 0.0

    def step_ended(self) -> None:
        """Count a step."""
        self._done += 1
        if self._done in (self._race.warmup, self._race.all_steps):
            if self._race.device.type == "cuda":
                torch.cuda.synchronize(self._race.device)
            self._began, self._taken_s = time.perf_counter(), time.perf_counter() - self._began

    @property
    def samples_per_s(self) -> float:
        """In the end."""
        return self._race.steps * self._batch_size / self._taken_s


def bare(subject: Subject, race: Race, *, is_compiled: bool) -> float:
    """Samples a second of a loop written for it: bfloat16, channels last, fused AdamW, batches moved meanwhile."""
    settle(race.device, 0)
    torch.backends.cudnn.benchmark = True
    network = Way(race.device, "bfloat16", is_channels_last=True).place(subject.make()).train()
    learner: Callable[[Any], torch.Tensor] = torch.compile(network) if is_compiled else network
    optimizer = AdamW(network.parameters(), lr=1e-4, fused=True)
    pool, watch = subject.pool(subject.batch_size, race.device), Watch(race, subject.batch_size)
    for step in range(race.all_steps):
        batch = pool[step % POOL]
        with torch.autocast(race.device.type, dtype=torch.bfloat16):
            logits = learner(_moved(batch.inputs, race.device))
        loss = functional.cross_entropy(logits.float(), _moved(batch.targets, race.device))
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        watch.step_ended()
    return watch.samples_per_s


def ptstudio(subject: Subject, race: Race, *, is_compiled: bool) -> float:
    """Samples a second of PTStudio's loop, training everything."""
    settle(race.device, 0)
    way = Way(race.device, "bfloat16", is_channels_last=True, batch_size=subject.batch_size, is_compiled=is_compiled)
    pool = subject.pool(subject.batch_size, race.device)

    def batches(_: int, places: Places) -> Generator[Batch, None, None]:
        return (pool[step % POOL] for step in range(len(places)))

    setup = _setup(subject.make(), way, race.all_steps * subject.batch_size)
    set_learning(setup.network, setup.phases[0])
    source = Source(setup.network, batches, lambda _: iter(()))
    loop, watch = Loop(setup, setup.phases[0], source, accelerator_for(way)), Watch(race, subject.batch_size)
    for _ in loop.steps(1, 0):
        watch.step_ended()
    loop.close()
    return watch.samples_per_s


def trainer(subject: Subject, race: Race, *, is_tuned: bool) -> float:
    """Samples a second of `Trainer`: as it comes (float32, batches of 8), or told of bfloat16 and the batch size."""
    size = subject.batch_size if is_tuned else 8
    watch = Watch(race, size)
    given: dict[str, Any] = {"bf16": True, "per_device_train_batch_size": size} if is_tuned else {}
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(
            folder,
            max_steps=race.all_steps,
            report_to="none",
            save_strategy="no",
            disable_tqdm=True,
            remove_unused_columns=False,
            use_cpu=race.device.type == "cpu",
            **given,
        )
        Trainer(_WithLoss(subject.make()), arguments, train_dataset=_Pool(subject), callbacks=[_Counter(watch)]).train()
    return watch.samples_per_s


class _WithLoss(nn.Module):
    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, labels: torch.Tensor, **inputs: torch.Tensor) -> dict[str, torch.Tensor]:
        """Loss and logits; a network of one input is given that alone."""
        logits = self.network(inputs.get("inputs", inputs))
        return {"loss": functional.cross_entropy(logits.float(), labels), "logits": logits}


class _Pool(Dataset[dict[str, Any]]):
    """Samples that take turns, as many as anybody wants."""

    def __init__(self, subject: Subject) -> None:
        self._batch = Batch(subject.inputs(64), torch.randint(CLASSES, (64,)), 64)

    def __len__(self) -> int:
        return 1_000_000

    def __getitem__(self, index: int) -> dict[str, Any]:
        place, inputs = index % self._batch.size, self._batch.inputs
        named = inputs if isinstance(inputs, Mapping) else {"inputs": inputs}
        return {name: value[place] for name, value in named.items()} | {"labels": self._batch.targets[place]}


class _Counter(TrainerCallback):
    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def on_step_end(self, *_: Any, **__: Any) -> None:
        """Count it."""
        self._watch.step_ended()


def _setup(network: nn.Module, way: Way, samples: int) -> Setup:
    """What PTStudio's loop needs to know; the samples themselves are never asked for."""
    model, _ = find_model("resnet18", Library.standard())
    settings = TASK.settings.from_values({"trainable": "all", "head_epochs": 0, "epochs": 1})
    trained = TrainedModel(
        task=TASK.key,
        model=model,
        has_pretrained_weights=False,
        classes=tuple(map(str, range(CLASSES))),
        dataset="none/0001",
        dataset_fingerprint="",
        preset="thorough",
        settings=settings.model_dump(mode="json"),
    )
    rows = SplitRows(pa.table({"id": np.arange(samples)}), Path, np.arange(samples))
    parts = [[part] for name, part in network.named_children() if name != "head"]
    return Setup(
        lesson=TASK,
        trained=trained,
        settings=settings,
        network=network,
        phases=phases(settings, network, parts, Rates()),
        way=way,
        looking=way,
        exact=way,
        training=rows,
        validation=rows,
        class_counts=np.ones(CLASSES, dtype=np.int64),
        folder=Path(),
        cache=Path(),
    )


def _pinned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: tensor.pin_memory() for name, tensor in value.items()}
    return value.pin_memory()


def _moved(value: Any, device: torch.device) -> Any:
    if isinstance(value, Mapping):
        return {name: _moved(tensor, device) for name, tensor in value.items()}
    moved = value.to(device, non_blocking=True)
    return moved.contiguous(memory_format=torch.channels_last) if moved.ndim == 4 else moved
