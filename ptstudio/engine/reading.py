"""How long it takes to read samples and to make examples of them; knows no network."""

import time
from collections.abc import Callable

from ptstudio.engine.batches import load_batches
from ptstudio.tasks._task import Batch, Example, Task

TRIED_SAMPLES = 24
"""So many are read for it, from all over the split."""


def reading_s(task: Task, example: Callable[[int], Example], samples: int) -> float:
    """Seconds for each of so many samples, read in threads as a training reads them.

    Raises DatasetError for a sample that has vanished.
    """
    tried = range(0, samples, max(1, samples // TRIED_SAMPLES))
    start = time.perf_counter()
    for _ in load_batches([tried], example, task.collate):
        pass
    return (time.perf_counter() - start) / max(1, len(tried))


def first_batch(task: Task, example: Callable[[int], Example], samples: int, count: int) -> Batch:
    """A batch of up to `count` of so many samples. Raises DatasetError for a sample that has vanished."""
    return next(load_batches([range(min(count, samples))], example, task.collate))
