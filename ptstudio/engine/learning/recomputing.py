"""Blocks that are computed a second time for the backward pass instead of being kept in memory in between.

After Chen et al. 2016 (arXiv:1604.06174). Knows no network; names in its state stay as they are.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


def recompute(blocks: Iterable[nn.Module]) -> None:
    """From now on each block is computed twice. A block that stands inside another is left to that one."""
    inner: set[int] = set()
    for block in blocks:
        if id(block) not in inner and not recomputes(block):
            inner |= {id(module) for module in block.modules()}
            block.__dict__["forward"] = partial(_twice, block, block.forward)


def keep_again(blocks: Iterable[nn.Module]) -> None:
    """Undo `recompute`."""
    for block in blocks:
        if recomputes(block):
            del block.__dict__["forward"]


def recomputes(block: nn.Module) -> bool:
    """Whether a block is computed twice."""
    own = block.__dict__.get("forward")
    return isinstance(own, partial) and own.func is _twice


def _twice(block: nn.Module, forward: Any, *args: Any, **kwargs: Any) -> Any:
    if not block.training or not any(parameter.requires_grad for parameter in block.parameters()):
        return forward(*args, **kwargs)
    contexts = partial(_contexts, block)
    return checkpoint(forward, *args, use_reentrant=False, context_fn=contexts, **kwargs)


def _contexts(block: nn.Module) -> tuple[AbstractContextManager[None], AbstractContextManager[None]]:
    return nullcontext(), _statistics_rest(block)


@contextmanager
def _statistics_rest(block: nn.Module) -> Iterator[None]:
    """Running statistics took note of the batch the first time, and must not do so twice."""
    noting = [module for module in block.modules() if getattr(module, "track_running_stats", False)]
    statistics = [buffer for module in noting for buffer in module.buffers(recurse=False)]
    before = [buffer.clone() for buffer in statistics]
    try:
        yield
    finally:
        with torch.no_grad():
            for buffer, kept in zip(statistics, before, strict=True):
                buffer.copy_(kept)
