"""Giving back memory that nothing needs any more."""

import gc

import torch

from ptstudio.engine.computing import heap


def give_back() -> None:
    """Have what is free in this process free for everybody: collect cycles, empty a graphics card's cache."""
    gc.collect()
    heap.trim()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
