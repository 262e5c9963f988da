"""How long it takes to read samples and to make examples of them, and in how many threads; knows no network."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from ptstudio.core.machine import Choice
from ptstudio.engine.computing.batches import load_batches
from ptstudio.engine.computing.device import usable_cores
from ptstudio.tasks._task import Batch, Example, Task

TRIED_SAMPLES = 12
"""So many are read for it, from all over the split."""
MOST_THREADS = 32
WORTH_MENTIONING = 1.2
"""Another number of threads than that of the cores must be this much faster."""
MANY = 40
"""Only with so many times more samples can another number of threads save what trying it costs."""
LONGEST_TRY_S = 0.5
"""Where reading a few samples takes longer, other numbers of threads are not tried."""


@dataclass(frozen=True)
class Reading:
    """Seconds for each sample, read in so many threads; 0 threads stand for one on each core."""

    seconds: float
    threads: int = 0

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is to be told of it."""
        if not self.threads:
            return ()
        reason = f"Reading is faster here than in one thread on each core: {1 / self.seconds:,.0f} samples a second."
        return (Choice(name="loader_threads", value=self.threads, reason=reason),)


def measure_reading(task: Task, example: Callable[[int], Example], samples: int) -> Reading:
    """Read a few of so many samples as a training reads them, each number of threads others of them.

    Raises DatasetError for a sample that has vanished.
    """
    step = max(1, samples // TRIED_SAMPLES)
    usual = Reading(_seconds(task, example, range(0, samples, step)))
    if usual.seconds * TRIED_SAMPLES > LONGEST_TRY_S or samples < MANY * TRIED_SAMPLES:
        return usual
    best = usual
    for number, threads in enumerate(_other_numbers(), start=1):
        seconds = _seconds(task, example, range(number % step, samples, step), threads)
        if seconds * WORTH_MENTIONING < usual.seconds and seconds < best.seconds:
            best = Reading(seconds, threads)
    return best


def first_batch(task: Task, example: Callable[[int], Example], samples: int, count: int) -> Batch:
    """A batch of up to `count` of so many samples. Raises DatasetError for a sample that has vanished."""
    return next(load_batches([range(min(count, samples))], example, task.collate))


def _other_numbers() -> tuple[int, ...]:
    """Twice as many as cores, for slow disks; half of them where there are many, for they wait for each other."""
    cores = usable_cores()
    return (*((cores // 2,) if cores >= 8 else ()), *((2 * cores,) if 2 * cores <= MOST_THREADS else ()))


def _seconds(task: Task, example: Callable[[int], Example], tried: range, threads: int = 0) -> float:
    start = time.perf_counter()
    for _ in load_batches([tried], example, task.collate, threads):
        pass
    return (time.perf_counter() - start) / max(1, len(tried))
