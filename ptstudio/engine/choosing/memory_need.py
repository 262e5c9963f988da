"""How much memory a network needs for a batch, from what it really keeps of a sample; knows no machine's memory.

Counted are the tensors that autograd saves for the way back (`torch.autograd.graph.saved_tensors_hooks`), of two
samples and of four: what grows is each sample's, the rest (half-precision copies of weights, say) is there once. To
them come gradients, two moments of AdamW, and what a step holds for a moment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import nn

from ptstudio.core.amount import MB
from ptstudio.core.message import Record
from ptstudio.engine.computing.device import Way
from ptstudio.engine.computing.phases import Phase
from ptstudio.tasks._task import Batch

REARRANGED = 1.3
"""How much more than a part's input and output is held at once: 1.0 to 1.3 times on the four networks measured."""
FEWEST = 2
"""From a single sample, batch normalisation cannot learn."""
ADAMW_STATES = 3
"""A gradient and two moments for each number that learns."""


class MemoryNeed(Record):
    """The memory of a training in MB, beside what the process holds before the first step.

    `learning_mb` is taken once, `sample_mb` for each sample of a batch that is learned from, `looking_mb` for each
    that is only looked at.
    """

    learning_mb: float = 0.0
    sample_mb: float = 0.0
    looking_mb: float = 0.0

    def of_batches(self, training: int, looking: int) -> float:
        """What learning from batches of `training` samples takes, or looking at `looking` at once, if that is more;
        without any learning, only the latter.
        """
        learned = self.learning_mb + training * self.sample_mb if self.learning_mb else 0.0
        return max(learned, looking * self.looking_mb)


def looking_mb(network: nn.Module, batch: Batch, way: Way) -> float:
    """The most that a network holds at once of one sample going forward: about the largest input and output of a part,
    and somewhat more for what the fastest ways of computing rearrange.
    """
    largest = 0

    def weigh(_: nn.Module, taken: tuple[object, ...], given: object) -> None:
        nonlocal largest
        largest = max(largest, _size(taken) + _size(given))

    hooks = [module.register_forward_hook(weigh) for module in network.modules() if not list(module.children())]
    try:
        way.place(network)
        with torch.inference_mode(), way.autocast():
            network(way.inputs(batch.inputs))
    finally:
        for hook in hooks:
            hook.remove()
    return REARRANGED * largest / batch.size / MB


def learning_need(
    network: nn.Module, phase: Phase, loss_of: Callable[[int], torch.Tensor], looked_mb: float
) -> MemoryNeed:
    """What training a phase takes; `loss_of(n)` computes the loss of n samples with the network as the phase has it."""
    fewer, more = (_saved_mb(network, loss_of, count) for count in (FEWEST, 2 * FEWEST))
    a_sample = max(0.0, more - fewer) / FEWEST
    learned = sum(parameter.numel() for part in phase.learns for module in part for parameter in module.parameters())
    return MemoryNeed(
        learning_mb=ADAMW_STATES * 4 * learned / MB + max(0.0, fewer - FEWEST * a_sample),
        sample_mb=a_sample + looked_mb,
        looking_mb=looked_mb,
    )


def _saved_mb(network: nn.Module, loss_of: Callable[[int], torch.Tensor], count: int) -> float:
    own = {tensor.untyped_storage().data_ptr() for tensor in (*network.parameters(), *network.buffers())}
    with _saved_sizes() as sizes:
        loss_of(count)
    return sum(size for place, size in sizes.items() if place not in own) / MB


@contextmanager
def _saved_sizes() -> Iterator[dict[int, int]]:
    """The bytes of every storage that autograd saves meanwhile, by where it lies; they stay alive until the end, or two
    could lie in the same place.
    """
    sizes: dict[int, int] = {}
    alive: list[torch.Tensor] = []

    def pack(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        sizes[storage.data_ptr()] = storage.nbytes()
        alive.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        yield sizes
    alive.clear()


def _size(value: object) -> int:
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, tuple | list) else 0
