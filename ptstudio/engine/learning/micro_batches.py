"""Cutting a batch into parts that are computed one after the other; knows no network."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ptstudio.tasks._task import Batch


def part_size(batch_size: int, parts: int) -> int:
    """How many samples the largest of so many parts has."""
    return -(-batch_size // parts)


def cut(batch: Batch, size: int, smallest: int = 1) -> list[Batch]:
    """A batch in parts of about `size` samples, none with fewer than `smallest` unless the batch itself has.

    A batch that is no larger than `size` is given as it is.
    """
    count = min(-(-batch.size // size), max(1, batch.size // smallest))
    if count <= 1:
        return [batch]
    ends = [batch.size * number // count for number in range(count + 1)]
    return [
        Batch(_between(batch.inputs, start, end), _between(batch.targets, start, end), end - start)
        for start, end in pairwise(ends)
    ]


def _between(value: Any, start: int, end: int) -> Any:
    if isinstance(value, Mapping):
        return {name: _between(tensor, start, end) for name, tensor in value.items()}
    return value[start:end]
