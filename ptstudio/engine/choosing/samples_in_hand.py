"""A few real samples that ways of computing are tried on, as many times over as a batch needs; reads none itself."""

from collections.abc import Mapping
from typing import Any

import torch

from ptstudio.tasks._task import Batch

PICTURES_NDIM = 4


def of_size(batch: Batch, size: int) -> Batch:
    """The samples of a batch as a batch of another size, over and over again where there are too few."""
    places = torch.arange(size) % batch.size
    return Batch(_chosen(batch.inputs, places), _chosen(batch.targets, places), size)


def has_pixels(batch: Batch) -> bool:
    """Whether the samples are laid out as pictures are: channels, rows, columns."""
    return isinstance(batch.inputs, torch.Tensor) and batch.inputs.ndim == PICTURES_NDIM


def _chosen(value: Any, places: torch.Tensor) -> Any:
    if isinstance(value, Mapping):
        return {name: _chosen(part, places) for name, part in value.items()}
    return value[places] if isinstance(value, torch.Tensor) else value
