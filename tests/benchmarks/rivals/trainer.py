"""Hugging Face's `Trainer` as it comes: batches of 8, AdamW at 5e-5 falling evenly, float32, its own data loader.

    python -m tests.benchmarks.rivals.trainer COURSE [EPOCHS]

Three epochs are its default.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments

from tests.benchmarks.rivals.course import Course, Diary, Picture
from tests.benchmarks.rivals.photographs import Photographs, network_for, test_accuracy

EPOCHS = 3


class Named(Dataset[dict[str, Any]]):
    """Photographs with the names that `Trainer` passes on."""

    def __init__(self, pictures: list[Picture]) -> None:
        self._photographs = Photographs(pictures)

    def __len__(self) -> int:
        return len(self._photographs)

    def __getitem__(self, index: int) -> dict[str, Any]:
        inputs, label = self._photographs[index]
        return {"pixel_values": inputs, "labels": label}


class WithLoss(nn.Module):
    """A network of torchvision as `Trainer` takes it: it says its own loss."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixel_values: torch.Tensor, labels: torch.Tensor) -> dict[str, torch.Tensor]:
        """Loss and logits of a batch."""
        logits = self.network(pixel_values)
        return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}


class Watch(TrainerCallback):
    """Notes the speed and the test accuracy of every epoch, and ends the training once that is enough."""

    def __init__(self, diary: Diary, network: nn.Module) -> None:
        self._diary, self._network = diary, network
        self._began = 0.0

    def on_epoch_begin(self, *_: Any, **__: Any) -> None:
        """Start the clock."""
        self._began = time.perf_counter()

    def on_epoch_end(self, *said: Any, **_: Any) -> None:
        """Note it."""
        course = self._diary.course
        self._diary.samples_per_s.append(len(course.of("train")) / (time.perf_counter() - self._began))
        if self._diary.look(lambda: test_accuracy(self._network, course)):
            _, _, control = said
            control.should_training_stop = True


def main(file: Path, epochs: int) -> None:
    """Train and tell."""
    diary = Diary(Course.read(file))
    diary.imported()
    network = network_for(diary.course)
    with tempfile.TemporaryDirectory() as folder:
        arguments = TrainingArguments(folder, num_train_epochs=epochs, report_to="none", disable_tqdm=True)
        trainer = Trainer(
            WithLoss(network),
            arguments,
            train_dataset=Named(diary.course.of("train")),
            callbacks=[Watch(diary, network)],
        )
        trainer.train()
    diary.say()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else EPOCHS)
