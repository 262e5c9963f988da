"""Batches of examples, loaded in threads a little ahead of the network, in an order that threads cannot change."""

import os
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import torch

from ptstudio.core.errors import DatasetError
from ptstudio.tasks._task import Batch, Example

_BATCHES_AHEAD = 3


def chunks(order: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut an order into batches of `size`; a single left over joins the batch before it, because batch
    normalisation cannot learn from one sample.
    """
    starts = list(range(0, len(order), size))
    if len(starts) > 1 and len(order) - starts[-1] == 1:
        starts.pop()
    return [order[start:end] for start, end in zip(starts, [*starts[1:], len(order)], strict=True)]


def load_batches(
    order: Sequence[Sequence[int]],
    example: Callable[[int], Example],
    collate: Callable[[Sequence[Example]], Batch],
    threads: int = 0,
) -> Generator[Batch, None, None]:
    """Make the batches of `order`, each a sequence of numbers that `example` turns into examples, in so many threads.

    0 threads stand for one on each core. Raises DatasetError for a sample whose file vanished or was damaged after the
    import.
    """
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count()) as pool:
        ahead: deque[list[Future[Example]]] = deque()
        try:
            for numbers in order:
                ahead.append([pool.submit(example, number) for number in numbers])
                if len(ahead) > _BATCHES_AHEAD:
                    yield collate(_results(ahead.popleft()))
            while ahead:
                yield collate(_results(ahead.popleft()))
        finally:
            pool.shutdown(cancel_futures=True)


def to_device(value: Any, device: torch.device) -> Any:
    """Move a tensor, or a mapping of tensors, to a device."""
    if isinstance(value, Mapping):
        return {name: to_device(tensor, device) for name, tensor in value.items()}
    if isinstance(value, torch.Tensor):
        return value.to(device, non_blocking=True)
    return value


def _results(futures: list["Future[Example]"]) -> list[Example]:
    try:
        return [future.result() for future in futures]
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"A sample can no longer be read: {error}.",
            "Put the file back, or import the data again: every other sample keeps its split.",
        ) from error
