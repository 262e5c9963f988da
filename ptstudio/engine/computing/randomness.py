"""One seed for everything that is random, and the state of every generator."""

import random
from typing import Any

import numpy as np
import torch


def sow(seed: int) -> None:
    """Seed every generator that any library might use."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


def sow_step(device: torch.device, *parts: int) -> None:
    """Seed torch for one step of a training from `parts` alone, so that it depends on nothing that came before: a step
    that has to be made again, or that another process makes after a resume, drops out the very same neurons.
    """
    seed = 0
    for part in parts:
        seed = (seed * 1_000_003 + part + 1) % 2**63
    torch.default_generator.manual_seed(seed)
    if device.type == "cuda":
        torch.cuda.manual_seed_all(seed)
    elif device.type == "mps":
        torch.mps.manual_seed(seed)


def random_state() -> dict[str, Any]:
    """The state of every generator, in plain values and tensors."""
    name, keys, *rest = np.random.get_state(legacy=True)
    return {
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "python": random.getstate(),
        "numpy": (name, torch.from_numpy(np.asarray(keys).astype(np.int64)), *rest),
    }


def restore_random_state(state: dict[str, Any]) -> None:
    """Have every generator go on from where `random_state` was taken."""
    torch.set_rng_state(state["torch"])
    if len(state["cuda"]) == (torch.cuda.device_count() if torch.cuda.is_available() else 0) > 0:
        torch.cuda.set_rng_state_all(state["cuda"])
    version, internal, gauss = state["python"]
    random.setstate((version, tuple(internal), gauss))
    name, keys, *rest = state["numpy"]
    np.random.set_state((name, keys.numpy().astype(np.uint32), *rest))


def dice(*parts: int | str) -> random.Random:
    """Dice that depend on `parts` alone: on no thread, no order and no earlier throw."""
    return random.Random("/".join(str(part) for part in parts))


def order(count: int, *parts: int | str) -> list[int]:
    """The numbers from 0 to `count` - 1, shuffled by the same rule."""
    numbers = list(range(count))
    dice(*parts).shuffle(numbers)
    return numbers
