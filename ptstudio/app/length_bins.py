"""Lengths of samples as bars, one of which ends where the network stops reading; knows no widget."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

ABOUT = 24
"""So many bars, if lengths are not too much alike."""
NEARLY_ALL = 0.98
"""Bars reach at least as far as this share of the samples; the few that are far longer would squeeze all others."""


@dataclass(frozen=True)
class LengthBin:
    """`count` samples of more than `above` tokens, up to `most`; `is_cut` where they are not read to their end."""

    above: int
    most: int
    count: int
    is_cut: bool


def length_bins(tokens: Sequence[int], limit: int) -> list[LengthBin]:
    """Bars for lengths, of which there is at least one, the shortest first; those that are longer than all bars are in
    the last of them.
    """
    longest, reach = tokens[-1], max(1, tokens[int(NEARLY_ALL * (len(tokens) - 1))])
    if reach <= limit < longest:
        reach = limit + 1
    width = -(-reach // ABOUT)
    ends = list(range(limit % width or width, reach + width, width))
    ends[-1] = max(ends[-1], longest)
    counts = Counter(bisect_left(ends, each) for each in tokens)
    begins = [0, *ends[:-1]]
    return [
        LengthBin(above, most, counts[place], above >= limit)
        for place, (above, most) in enumerate(zip(begins, ends, strict=True))
    ]
