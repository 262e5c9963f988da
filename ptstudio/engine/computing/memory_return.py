"""Giving back memory that nothing needs any more."""

import gc

import torch


def give_back() -> None:
    """Have what is free in this process free for everybody: collect cycles, empty a graphics card's cache."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
