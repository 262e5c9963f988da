"""Tensors in mappings and tuples, as networks take and give them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import torch


def each_tensor(value: Any, change: Callable[[torch.Tensor], torch.Tensor]) -> Any:
    """The same with every tensor changed; what is neither tensor, mapping nor tuple stays."""
    if isinstance(value, torch.Tensor):
        return change(value)
    if isinstance(value, Mapping):
        return {name: each_tensor(inner, change) for name, inner in value.items()}
    if isinstance(value, tuple):
        parts = [each_tensor(inner, change) for inner in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    """Every tensor, in order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from tensors_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from tensors_in(inner)
