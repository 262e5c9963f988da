"""Examining what a format reads: every sample opened once, in threads, duplicates and bad ones kept out.

Knows the task only as the one who examines, and nothing of splits.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import NamedTuple

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Sample
from ptstudio.core.sample_classes import Classes, classes_of, in_words, renamed, without
from ptstudio.engine.intake.memory import Memory
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
    """Rename, leave out, open and compare; in the order of `samples`, a few of which are examined at a time.

    What `memory` knows is not opened again.
    """
    first_of: dict[str, _First] = {}
    known = (_recalled(item, memory) for item in _wanted(samples, options))
    for item in _in_threads(lambda sample: _examine(task, sample, memory), known):
        if isinstance(item, Finding):
            yield item
            continue
        if item.admitted.id in first_of:
            yield _duplicate(item, first_of[item.admitted.id])
            continue
        first_of[item.admitted.id] = _First.of(item)
        yield item


class _First(NamedTuple):
    """The sample of some content that came first and is used."""

    path: Path
    row: int | None
    labels: Classes
    truth: str
    is_corrected: bool

    @classmethod
    def of(cls, item: Accepted) -> "_First":
        """What has to be remembered of a sample; a table's rows share their path."""
        admitted, sample = item.admitted, item.sample
        labels = tuple(map(intern, admitted.labels))
        return cls(sample.path, sample.row, labels, admitted.truth, sample.is_corrected)

    @property
    def place(self) -> str:
        """Where it lies, in words: a file, or the row of a table."""
        return f"“{self.path}”" if self.row is None else f"row {self.row} of “{self.path}”"


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
    waiting: deque[Accepted | Finding | Future[Accepted | Finding]] = deque()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item) if isinstance(item, Sample) else item)
                if len(waiting) >= _LOOK_AHEAD:
                    yield _done(waiting.popleft())
            while waiting:
                yield _done(waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _done(item: "Accepted | Finding | Future[Accepted | Finding]") -> Accepted | Finding:
    return item.result() if isinstance(item, Future) else item


def _duplicate(item: Accepted, first: _First) -> Finding:
    own, others = in_words(item.admitted.labels), in_words(first.labels)
    if (first.labels, first.truth) == (item.admitted.labels, item.admitted.truth):
        kind, reason, remedy = "duplicate", f"The same as {first.place}.", "Nothing need be done: it is used once."
    elif first.is_corrected:
        kind = "corrected"
        reason = f"This lies in class “{own}”, but you have corrected it to “{others}”, and that counts."
        remedy = f"Nothing need be done. To put the source right too, move it to where “{others}” lies."
    elif own == others:
        kind = "contradiction"
        reason = f"The same as {first.place}, but other places in it are marked."
        remedy = "Find out which one is right, remove the other one, and import again."
    else:
        kind = "contradiction"
        reason = f"The same as {first.place}, which is in class “{others}”, while this one is in “{own}”."
        remedy = "Find out which class is right, remove the other one, and import again."
    return Finding(
        kind=kind,
        severity="error" if kind == "contradiction" else "warning",
        path=str(item.sample.path),
        row=item.sample.row,
        reason=reason,
        remedy=remedy,
    )
