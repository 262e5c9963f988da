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
    device: torch.device | None = None,
) -> Generator[Batch, None, None]:
    """Make the batches of `order`, each a sequence of numbers that `example` turns into examples, in so many threads.

    0 threads stand for one on each core. For a graphics card (`device`), batches are also put together while it
    computes, in memory from which it fetches them by itself. Raises DatasetError for a sample whose file vanished or
    was damaged after the import.
    """
    is_for_card = device is not None and device.type == "cuda"
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count()) as pool, ThreadPoolExecutor(1) as assembler:

        def made(futures: list[Future[Example]]) -> Callable[[], Batch]:
            if is_for_card:
                return assembler.submit(lambda: pinned(collate(_results(futures)))).result
            return lambda: collate(_results(futures))

        ahead: deque[Callable[[], Batch]] = deque()
        try:
            for numbers in order:
                ahead.append(made([pool.submit(example, number) for number in numbers]))
                if len(ahead) > _BATCHES_AHEAD:
                    yield ahead.popleft()()
            while ahead:
                yield ahead.popleft()()
        finally:
            pool.shutdown(cancel_futures=True)
            assembler.shutdown(cancel_futures=True)


def pinned(batch: Batch) -> Batch:
    """The same in memory that the system does not move, from which a graphics card fetches it while it computes."""
    return Batch(
        _each_tensor(batch.inputs, torch.Tensor.pin_memory),
        _each_tensor(batch.targets, torch.Tensor.pin_memory),
        batch.size,
    )


def to_device(value: Any, device: torch.device) -> Any:
    """Move a tensor, or a mapping of tensors, to a device."""
    return _each_tensor(value, lambda tensor: tensor.to(device, non_blocking=True))


def _each_tensor(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    if isinstance(value, Mapping):
        return {name: _each_tensor(inner, change) for name, inner in value.items()}
    return change(value) if isinstance(value, torch.Tensor) else value


def _results(futures: list["Future[Example]"]) -> list[Example]:
    try:
        return [future.result() for future in futures]
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"A sample can no longer be read: {error}.",
            "Put the file back, or import the data again: every other sample keeps its split.",
        ) from error
