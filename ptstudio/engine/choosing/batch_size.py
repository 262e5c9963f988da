"""How many samples are computed at once: what teaches best, as far as it fits into the memory that is free."""

from dataclasses import dataclass

from ptstudio.core import amount
from ptstudio.core.machine import Choice
from ptstudio.core.training import TrainingSettings
from ptstudio.engine.choosing.memory_need import MemoryNeed

LARGEST, SMALLEST = 32, 4
FEWEST_STEPS, SMALLEST_FOR_STEPS = 8, 8
"""So many adjustments in a pass are wanted, as long as batches do not get smaller than so many samples for it."""
TAKEN_OF_FREE = 0.7
"""The share of free memory that is planned with: other programs want some, and an estimate may be wrong."""


@dataclass(frozen=True)
class BatchSizes:
    """How many samples are learned from and looked at, at once, and why."""

    training: int
    looking: int
    choice: Choice


def batch_sizes(settings: TrainingSettings, need: MemoryNeed, free_mb: float, samples: int, looking: int) -> BatchSizes:
    """Choose for so many training `samples`; `looking` is the batch that was fastest to look at."""
    room_mb = TAKEN_OF_FREE * free_mb
    while looking > 1 and looking * need.looking_mb > room_mb:
        looking //= 2
    training, reason = _training(settings, need, room_mb, free_mb, samples)
    return BatchSizes(training, looking, Choice(name="batch_size", value=training, reason=reason))


def _training(
    settings: TrainingSettings, need: MemoryNeed, room_mb: float, free_mb: float, samples: int
) -> tuple[int, str]:
    if settings.batch_size is not None:
        return settings.batch_size, "As you asked."
    size = LARGEST
    while size > SMALLEST and need.of_batches(size, 0) > room_mb:
        size //= 2
    if size < LARGEST:
        return size, f"Larger batches would not fit into the {amount.size(free_mb)} of free memory."
    while size > SMALLEST_FOR_STEPS and samples / size < FEWEST_STEPS:
        size //= 2
    return size, f"{-(-samples // size)} adjustments in each pass over {samples} training samples."
