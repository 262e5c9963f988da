"""Which part of a batch each of several processes takes; all work it out alike."""

from collections.abc import Sequence


def share(places: Sequence[int], rank: int, processes: int, smallest: int = 1) -> Sequence[int]:
    """The part of the process `rank`: parts follow one another, differ by one sample at most, and none has fewer than
    `smallest` samples, but for those that have none because a batch is too small for all.
    """
    first, end = bounds(len(places), rank, processes, smallest)
    return places[first:end]


def bounds(samples: int, rank: int, processes: int, smallest: int = 1) -> tuple[int, int]:
    """Where in a batch of so many samples that part begins and ends."""
    working = max(1, min(processes, samples // smallest))
    first, end = (-(-samples * min(number, working) // working) for number in (rank, rank + 1))
    return first, end
