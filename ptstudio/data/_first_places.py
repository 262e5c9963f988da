"""Where each of many numbers stood first: a table with open addressing, of eight to sixteen bytes for each.

A dictionary of Python takes ten times as much.
"""

from array import array

import numpy as np

_FEWEST_BITS = 10
_BEYOND = 64
"""Slots behind the last home, for those whose homes are taken; more where they do not do."""
_SPREAD = 0x9E3779B97F4A7C15
"""2⁶⁴ divided by the golden ratio: a product with it spreads numbers evenly by its first bits (Knuth 1973, 6.4)."""
_64_BITS = 2**64 - 1


class FirstPlaces:
    """`keys` (64 bits each) belong to the caller, who appends each one that was found to be new."""

    def __init__(self, keys: "array[int]") -> None:
        self._keys = keys
        self._noted = 0
        self._bits = _FEWEST_BITS
        self._slots = _empty(1 << self._bits)

    def find(self, key: int) -> int | None:
        """The place at which a key stood first, if it did."""
        slots, keys = self._slots, self._keys
        at = ((key * _SPREAD) & _64_BITS) >> (64 - self._bits)
        while after := slots[at]:
            if keys[after - 1] == key:
                return after - 1
            at += 1
        return None

    def note(self, key: int, place: int) -> None:
        """A key that was not found stands at this place first."""
        if 2 * self._noted >= 1 << self._bits:
            self._grow()
        at = ((key * _SPREAD) & _64_BITS) >> (64 - self._bits)
        while self._slots[at]:
            at += 1
        self._slots[at] = place + 1
        self._noted += 1
        if at == len(self._slots) - 1:  # every search ends at a free slot
            self._slots.extend(_empty(0))

    def _grow(self) -> None:
        """All anew in a table twice as large, in the order of their homes: each at its own or behind the one before."""
        slots = np.frombuffer(self._slots, np.uint32)
        noted = slots[slots > 0]
        self._bits += 1
        homes = np.frombuffer(self._keys, np.uint64)[noted - 1] * np.uint64(_SPREAD) >> np.uint64(64 - self._bits)
        order = np.argsort(homes, kind="stable")
        turns = np.arange(len(noted), dtype=np.int64)
        places = np.maximum.accumulate(homes[order].astype(np.int64) - turns) + turns
        self._slots = _empty(max(1 << self._bits, int(places[-1])))
        np.frombuffer(self._slots, np.uint32)[places] = noted[order]


def _empty(homes: int) -> "array[int]":
    return array("I", bytes(4 * (homes + _BEYOND)))
