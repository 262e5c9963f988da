"""A stratified sample of a split, the same for the same seed; knows labels, never samples."""

from collections import Counter
from collections.abc import Sequence

from ptstudio.engine.computing.randomness import order


def stratified(labels: Sequence[object], most: int, seed: int) -> list[int]:
    """The positions of at most `most` samples, in ascending order, classes in the proportion that they have.

    Each class is there with at least one sample, as far as `most` allows it.
    """
    if len(labels) <= most:
        return list(range(len(labels)))
    sizes = Counter(labels)
    met: Counter[object] = Counter()
    turns = []
    for position in order(len(labels), seed, "sample"):
        label = labels[position]
        turns.append((met[label] / sizes[label], position))
        met[label] += 1
    return sorted(position for _, position in sorted(turns)[:most])
