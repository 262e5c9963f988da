"""An order that looks random and is the same wherever it is drawn."""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def by_chance(count: int, key_of: Callable[[int], str], seed: int) -> NDArray[np.int64]:
    """The positions of so many keys in an order that depends on nothing but the seed and the keys."""
    dice = np.fromiter((_dice(key_of(position), seed) for position in range(count)), np.uint64, count)
    order = np.argsort(dice, kind="stable")
    in_order = dice[order]
    if (in_order[1:] == in_order[:-1]).any():
        return np.array(sorted(order.tolist(), key=lambda position: (dice[position], key_of(position))), dtype=np.int64)
    return order


def _dice(key: str, seed: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed} {key}".encode(errors="surrogatepass"), digest_size=8).digest())
