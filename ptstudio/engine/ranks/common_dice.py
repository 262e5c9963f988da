"""Dropout that falls in a share of a batch as it falls in the whole: each process throws the dice for all samples, and
heeds those of its own.

Only on processors, where random numbers come one after the other; graphics cards throw theirs in parallel.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import nn


@contextmanager
def dice_for_all(network: nn.Module, first: int, samples: int) -> Iterator[None]:
    """Inside, what is computed is a share of a batch of so many `samples`, from number `first` on."""
    dropping = [module for module in network.modules() if isinstance(module, nn.Dropout)]
    for module in dropping:
        module.__dict__["forward"] = partial(_drop_out, module, first, samples)
    try:
        yield
    finally:
        for module in dropping:
            del module.__dict__["forward"]


def _drop_out(module: nn.Dropout, first: int, samples: int, value: torch.Tensor) -> torch.Tensor:
    """As torch drops out: the same numbers in the same order, but for the others' samples, too."""
    if not module.training or value.device.type != "cpu" or not 0 < module.p < 1:
        return nn.functional.dropout(value, module.p, module.training)
    kept = torch.empty(samples, *value.shape[1:], dtype=value.dtype).bernoulli_(1 - module.p)
    return value * kept[first : first + len(value)].div_(1 - module.p)
