"""Examining what a format reads: every sample opened once, in threads, bad ones kept out.

Knows the task only as the one who examines, and nothing of splits.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Sample
from ptstudio.core.sample_classes import classes_of, renamed, without
from ptstudio.engine.intake.memory import Memory, is_opened
from ptstudio.tasks._task import Task

_LOOK_AHEAD = 64


@dataclass(frozen=True)
class Accepted:
    """A sample with what its examination said."""

    sample: Sample
    admitted: Admitted


def examined(
    task: Task, samples: Iterable[Sample | Finding], options: ImportOptions, memory: Memory
) -> Iterator[Accepted | Finding]:
    """Rename, leave out and open; in the order of `samples`, a few of which are examined at a time.

    What `memory` knows is not opened again.
    """
    known = (_recalled(item, memory) for item in _wanted(samples, options))
    return _in_threads(lambda sample: _examine(task, sample, memory), known)


def _wanted(samples: Iterable[Sample | Finding], options: ImportOptions) -> Iterator[Sample | Finding]:
    for item in samples:
        if isinstance(item, Finding) or _is_named_for_good(item, options):
            yield item
        elif (fields := without(item.fields, options.leave_out)) is not None:
            yield replace(item, fields=renamed(fields, options.rename))


def _is_named_for_good(sample: Sample, options: ImportOptions) -> bool:
    """A person corrects to what classes are called once they are renamed, not to what the source calls them."""
    classes = classes_of(sample.fields)
    return sample.is_corrected and bool(classes) and set(classes) <= set(options.rename.values())


def _recalled(item: Sample | Finding, memory: Memory) -> Accepted | Sample | Finding:
    known = memory.recall(item) if isinstance(item, Sample) else None
    if known is None or isinstance(item, Finding):
        return item
    return Accepted(item, known) if isinstance(known, Admitted) else known


def _examine(task: Task, sample: Sample, memory: Memory) -> Accepted | Finding:
    answer = task.admit(sample)
    memory.note(sample, answer)
    return answer if isinstance(answer, Finding) else Accepted(sample, answer)


def _in_threads(
    work: Callable[[Sample], Accepted | Finding], items: Iterable[Accepted | Sample | Finding]
) -> Iterator[Accepted | Finding]:
    """What needs no file is examined at once: threads would only wait for each other."""
    waiting: deque[Accepted | Finding | Future[Accepted | Finding]] = deque()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for item in items:
                if isinstance(item, Sample):
                    waiting.append(pool.submit(work, item) if is_opened(item) else work(item))
                else:
                    waiting.append(item)
                if len(waiting) >= _LOOK_AHEAD:
                    yield _done(waiting.popleft())
            while waiting:
                yield _done(waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _done(item: "Accepted | Finding | Future[Accepted | Finding]") -> Accepted | Finding:
    return item.result() if isinstance(item, Future) else item
