"""How many samples of a class go into each split; it only counts and knows no sample."""

import math
from collections.abc import Mapping, Sequence

from ptstudio.core.dataset import Split

# A class with too few samples for every split is wanted in these first.
MOST_NEEDED = (Split.TRAIN, Split.TEST, Split.VALIDATION)
_NOTHING = 1e-9


class Shares:
    """The shares of the splits that may be filled, and what rounding has cost each of them so far."""

    def __init__(self, shares: Mapping[Split, float]) -> None:
        self._shares = dict(shares)
        self._owed = dict.fromkeys(shares, 0.0)

    @property
    def splits(self) -> tuple[Split, ...]:
        """The splits that may be filled."""
        return tuple(self._shares)

    def wanted(self, units: int) -> list[Split]:
        """The splits in which a class of so many samples or groups should be."""
        return [split for split in MOST_NEEDED if split in self._shares][:units]

    def missing(self, there: Mapping[Split, int], free: int) -> dict[Split, float]:
        """How `free` samples bring those that are `there` closest to the shares, in fractions that add up to `free`.

        A split that has more than its share already gets none, and the others divide the rest in proportion.
        """
        shares = dict(self._shares)
        while True:
            total = free + sum(there.get(split, 0) for split in shares)
            whole = sum(shares.values())
            lacks = {split: total * share / whole - there.get(split, 0) for split, share in shares.items()}
            if all(lack >= -_NOTHING for lack in lacks.values()):
                return {split: max(lack, 0.0) for split, lack in lacks.items()}
            shares = {split: share for split, share in shares.items() if lacks[split] >= 0}

    def divide(self, there: Mapping[Split, int], free: int, wanted: Sequence[Split]) -> dict[Split, int]:
        """The same in whole samples, by the method of largest remainders.

        Where remainders are rounded, splits that lost by it in earlier classes come first, so that the sums over
        many small classes match the shares too. Afterwards every `wanted` split has a sample, if there are enough.
        """
        lacks = self.missing(there, free)
        counts = {split: math.floor(lack + _NOTHING) for split, lack in lacks.items()}
        remainders = {split: lack - counts[split] for split, lack in lacks.items() if lack - counts[split] > _NOTHING}
        by_claim = sorted(remainders, key=lambda split: self._claim(split, remainders[split]))
        for split in by_claim[: free - sum(counts.values())]:
            counts[split] += 1
        _grant(counts, there, wanted)
        for split, count in counts.items():
            self._owed[split] += lacks[split] - count
        return counts

    def _claim(self, split: Split, remainder: float) -> tuple[float, int]:
        return -round(remainder + self._owed[split], 6), -MOST_NEEDED.index(split)


def _grant(counts: dict[Split, int], there: Mapping[Split, int], wanted: Sequence[Split]) -> None:
    """Give each wanted split that would stay empty a sample of the split that can best spare one."""
    for split in wanted:
        if counts.get(split, 0) + there.get(split, 0):
            continue
        spare = {
            other: count + there.get(other, 0) + (other not in wanted)
            for other, count in counts.items()
            if count and (other not in wanted or count + there.get(other, 0) > 1)
        }
        if spare:
            giver = max(spare, key=lambda other: (other not in wanted, spare[other]))
            counts[giver] -= 1
            counts[split] = counts.get(split, 0) + 1
