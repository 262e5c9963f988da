"""What is kept of a training as it goes: the best weights, the last good state in memory, checkpoints on disk.

Knows neither when an epoch ends nor why a training breaks off.
"""

import time
from contextlib import suppress
from pathlib import Path
from posixpath import commonpath
from typing import Any

import torch
from torch import nn

from ptstudio.core.errors import PTStudioError
from ptstudio.core.events import CheckpointSaved
from ptstudio.engine.channel import Channel
from ptstudio.engine.computing.network import plain_state
from ptstudio.engine.computing.phases import Phase, learned_names
from ptstudio.engine.learning import checkpoint as checkpoints
from ptstudio.engine.learning.checkpoint import Checkpoint
from ptstudio.engine.learning.position import Position


class Keeper:
    """Keeps one training in a run's `checkpoints/`, and tells whenever something was saved there.

    `resumed` is the state to go on from, None for a fresh beginning or once it was taken up; `good` is the last one
    that the training can go back to.
    """

    def __init__(self, run: Path, channel: Channel) -> None:
        self._folder = run / "checkpoints"
        self._channel = channel
        checkpoints.clear_leftovers(self._folder)
        self.resumed = checkpoints.newest(self._folder, channel.warn)
        self.good: Checkpoint | None = None
        self.best: dict[str, torch.Tensor] = {}
        self._best_position = Position()
        self._network: nn.Module = nn.Identity()
        self._names: set[str] = set()
        self._part = ""
        self._saved = self.resumed.position if self.resumed else None
        self._saved_at = time.monotonic()

    def begin(self, network: nn.Module, phase: Phase) -> None:
        """From now on what this phase changes is kept."""
        self._network, self._names = network, learned_names(network, phase)
        parents = {name.rpartition(".")[0].replace(".", "/") for name in self._names}
        self._part = commonpath(parents).replace("/", ".")

    def go_on(self, state: Checkpoint) -> None:
        """Put the weights of a state into the network; its best counts."""
        self._network.load_state_dict(state.weights, strict=False)
        self.best, self._best_position = state.best, state.position

    def note_best(self, position: Position) -> None:
        """The weights as they are now are the best."""
        self.best, self._best_position = self._snapshot(), position

    def state(self, position: Position, machinery: dict[str, Any]) -> Checkpoint:
        """Everything as it is now, in memory of its own."""
        return Checkpoint(position, self._snapshot(), self.best, machinery)

    def save_sound(self, state: Checkpoint) -> None:
        """Save a state, or the last good one where its weights are no longer numbers. Raises DiskFull."""
        self.save(state if state.is_sound or self.good is None else self.good)

    def save_good(self) -> None:
        """Save the last good state of a training that fails; that it cannot be must not hide why it does."""
        if self.good is not None and self.good.is_sound:
            with suppress(PTStudioError):
                self.save(self.good)

    def is_due(self, every_s: float) -> bool:
        """Whether so many seconds have passed since the last checkpoint."""
        return time.monotonic() - self._saved_at >= every_s

    def save(self, state: Checkpoint) -> None:
        """Write a checkpoint, unless the newest is of the very same place. Raises DiskFull."""
        if self._saved is not None and state.position.place == self._saved.place:
            return
        if self._best_position.best_epoch:
            checkpoints.save_best(self._best_position, self.best, self._folder)
        path = checkpoints.save(state, self._folder)
        self._saved, self._saved_at = state.position, time.monotonic()
        self._channel.emit(CheckpointSaved(epoch=state.position.epoch, step=state.position.step, folder=path.name))

    def _snapshot(self) -> dict[str, torch.Tensor]:
        part = self._network.get_submodule(self._part)
        tensors = part.state_dict(prefix=self._part and f"{self._part}.")
        return plain_state({name: tensor for name, tensor in tensors.items() if name in self._names})
