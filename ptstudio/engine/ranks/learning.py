"""What of a network goes between processes: weights that learn, their gradients, running statistics."""

from collections.abc import Sequence
from itertools import chain

import torch
from torch import nn

from ptstudio.engine.ranks.wire import Wire


def state_of(network: nn.Module) -> list[torch.Tensor]:
    """Everything that a network consists of, whole numbers left out: they only count batches."""
    tensors = chain(network.parameters(), network.buffers())
    return [tensor.detach() for tensor in tensors if tensor.is_floating_point()]


def learning_state(network: nn.Module) -> list[torch.Tensor]:
    """What a step changes: the parameters that learn, and all running statistics."""
    parameters = [parameter.detach() for parameter in network.parameters() if parameter.requires_grad]
    return parameters + [buffer for buffer in network.buffers() if buffer.is_floating_point()]


def pass_on(wire: Wire, tensors: Sequence[torch.Tensor]) -> None:
    """Give the first process's values of tensors to those of all others."""
    row = _row(tensors)
    wire.broadcast(row)
    if wire.rank:
        _spread(row, tensors)


def add_up_gradients(wire: Wire, network: nn.Module, loss: torch.Tensor, share: float) -> torch.Tensor:
    """Each process's gradients times its `share` of the batch, added up in the first one, which also gets the mean of
    running statistics that learn; gives the `loss` (scalar) put together in the same way.
    """
    learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
    gradients = [p.grad if p.grad is not None else torch.zeros_like(p) for p in learning]
    moving = _moving_statistics(network)
    row = _row([loss.reshape(1), *gradients, *moving])
    # What was not worked out may hold anything, and nothing times infinity is no number.
    row = row * share if share else torch.zeros_like(row)
    wire.add_up(row)
    total = loss.new_empty(1, dtype=torch.float32)
    if not wire.rank:
        _spread(row, [total, *gradients, *moving])
    return total[0]


def _moving_statistics(network: nn.Module) -> list[torch.Tensor]:
    learning = [module for module in network.modules() if module.training and hasattr(module, "running_mean")]
    buffers = chain.from_iterable(module.buffers(recurse=False) for module in learning)
    return [buffer for buffer in buffers if buffer.is_floating_point()]


def _row(tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    """Tensors as one row of float32."""
    return torch.cat([tensor.detach().reshape(-1).float() for tensor in tensors])


def _spread(row: torch.Tensor, tensors: Sequence[torch.Tensor]) -> None:
    """A row back into its tensors."""
    with torch.no_grad():
        for part, tensor in zip(torch.split(row, [tensor.numel() for tensor in tensors]), tensors, strict=True):
            tensor.copy_(part.view(tensor.shape))
