"""Batches of examples, loaded in threads a little ahead of the network, in an order that threads cannot change."""

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from ptstudio.core.errors import DatasetError
from ptstudio.engine.computing.nested import each_tensor
from ptstudio.engine.computing.randomness import dice
from ptstudio.tasks._task import Batch, Example

Sizes: TypeAlias = NDArray[np.int64] | None
"""How large each sample is beside others (characters, say), by its number; None where all are of one size."""
BATCHES_MIXED = 32
"""Samples of one size are looked for among so many batches' worth: more would make epochs resemble each other."""
_BATCHES_AHEAD = 3


def chunks(order: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut an order into batches of `size`; a single left over joins the batch before it, because batch
    normalisation cannot learn from one sample.
    """
    starts = list(range(0, len(order), size))
    if len(starts) > 1 and len(order) - starts[-1] == 1:
        starts.pop()
    return [order[start:end] for start, end in zip(starts, [*starts[1:], len(order)], strict=True)]


def largest_first(count: int, sizes: Sizes) -> Sequence[int]:
    """The numbers from 0 to `count` - 1 in an order in which those of about one size come together, and memory that
    will not do is found out at once; as they are where all samples are of one size.
    """
    return range(count) if sizes is None else np.argsort(-sizes, kind="stable").tolist()


def mixed(batches: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """The first batch, which may be the largest, then all others in an order that tells nothing of their size, so that
    how long they will all take can be told after a few.
    """
    others = list(batches[1:])
    dice("mixed", len(others)).shuffle(others)
    return [*batches[:1], *others]


def alike(order: Sequence[int], size: int, sizes: Sizes) -> list[Sequence[int]]:
    """Cut an order into as many batches as `chunks`, each of samples of about one size, as far as they stand near each
    other in it; the batches keep about its order.
    """
    if sizes is None:
        return chunks(order, size)
    window = size * BATCHES_MIXED
    sorted_within = [
        number
        for start in range(0, len(order), window)
        for number in sorted(order[start : start + window], key=lambda number: int(sizes[number]))
    ]
    place = {number: at for at, number in enumerate(order)}
    return sorted(chunks(sorted_within, size), key=lambda batch: min(place[number] for number in batch))


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
        each_tensor(batch.inputs, torch.Tensor.pin_memory),
        each_tensor(batch.targets, torch.Tensor.pin_memory),
        batch.size,
    )


def to_device(value: Any, device: torch.device) -> Any:
    """Move a tensor, or a mapping of tensors, to a device."""
    return each_tensor(value, lambda tensor: tensor.to(device, non_blocking=True))


def _results(futures: list["Future[Example]"]) -> list[Example]:
    try:
        return [future.result() for future in futures]
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"A sample can no longer be read: {str(error).rstrip('.')}.",
            "Put the file back, or import the data again: every other sample keeps its split.",
        ) from error
