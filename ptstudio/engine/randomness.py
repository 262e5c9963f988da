"""One seed for everything that is random."""

import random

import numpy as np
import torch


def sow(seed: int) -> None:
    """Seed every generator that any library might use."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def dice(*parts: int | str) -> random.Random:
    """Dice that depend on `parts` alone: on no thread, no order and no earlier throw."""
    return random.Random("/".join(str(part) for part in parts))


def order(count: int, *parts: int | str) -> list[int]:
    """The numbers from 0 to `count` - 1, shuffled by the same rule."""
    numbers = list(range(count))
    dice(*parts).shuffle(numbers)
    return numbers
