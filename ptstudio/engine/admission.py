"""Examining what a format reads: every sample opened once, in threads, duplicates and bad ones kept out.

Knows the task only as the one who examines, and nothing of splits.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from ptstudio.core.dataset import Admitted, Finding, ImportOptions, Sample
from ptstudio.tasks._task import Task

_LOOK_AHEAD = 64


@dataclass(frozen=True)
class Accepted:
    """A sample with what its examination said."""

    sample: Sample
    admitted: Admitted


def examined(task: Task, samples: Iterable[Sample | Finding], options: ImportOptions) -> Iterator[Accepted | Finding]:
    """Rename, leave out, open and compare; in the order of `samples`, a few of which are examined at a time."""
    first_of: dict[str, tuple[str, str]] = {}
    for item in _in_threads(lambda sample: _examine(task, sample), _wanted(samples, options)):
        if isinstance(item, Finding):
            yield item
            continue
        path, label = str(item.sample.path), item.admitted.label
        if item.admitted.id in first_of:
            yield _duplicate(item, *first_of[item.admitted.id])
            continue
        first_of[item.admitted.id] = (path, label)
        yield item


def _wanted(samples: Iterable[Sample | Finding], options: ImportOptions) -> Iterator[Sample | Finding]:
    for item in samples:
        if isinstance(item, Finding):
            yield item
        elif item.fields.get("label") not in options.leave_out:
            yield _renamed(item, options)


def _renamed(sample: Sample, options: ImportOptions) -> Sample:
    label = sample.fields.get("label")
    if not isinstance(label, str) or label not in options.rename:
        return sample
    return replace(sample, fields={**sample.fields, "label": options.rename[label]})


def _examine(task: Task, sample: Sample) -> Accepted | Finding:
    answer = task.admit(sample)
    return answer if isinstance(answer, Finding) else Accepted(sample, answer)


def _in_threads(
    work: Callable[[Sample], Accepted | Finding], items: Iterable[Sample | Finding]
) -> Iterator[Accepted | Finding]:
    waiting: deque[Finding | Future[Accepted | Finding]] = deque()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        try:
            for item in items:
                waiting.append(item if isinstance(item, Finding) else pool.submit(work, item))
                if len(waiting) >= _LOOK_AHEAD:
                    yield _done(waiting.popleft())
            while waiting:
                yield _done(waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


def _done(item: "Finding | Future[Accepted | Finding]") -> Accepted | Finding:
    return item if isinstance(item, Finding) else item.result()


def _duplicate(item: Accepted, path: str, label: str) -> Finding:
    if label == item.admitted.label:
        reason, remedy = f"The same as “{path}”.", "Nothing need be done: it is used once."
    else:
        reason = f"The same as “{path}”, which is in class “{label}”, while this one is in “{item.admitted.label}”."
        remedy = "Find out which class is right, remove the other file, and import again."
    return Finding(
        kind="duplicate" if label == item.admitted.label else "contradiction",
        severity="warning" if label == item.admitted.label else "error",
        path=str(item.sample.path),
        row=item.sample.row,
        reason=reason,
        remedy=remedy,
    )
