"""What was marked in texts, and what should have been, as arrays with one value for each text.

Texts hold differently many places, and arrays of evidence are to be put together and resampled: so the places of a text
are one value of bytes, `start,end,class,‰;…`. What is counted of them stands beside them, so that nobody who draws
resamples reads them again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ptstudio.tasks._tags import Marked

FOUND, TRUE, COUNTS = "found", "true", "counts"
_PER_MILLE = 1000


def packed(texts: Sequence[Sequence[Marked]]) -> np.ndarray:
    """The places of each text, (texts,) bytes."""
    lines = [
        ";".join(f"{p.start},{p.end},{p.kind},{round(_PER_MILLE * p.probability)}" for p in places) for places in texts
    ]
    return np.array([line.encode("ascii") for line in lines], dtype=np.bytes_)


def unpacked(column: np.ndarray) -> list[list[Marked]]:
    """The places of each text again."""
    return [[_place(part) for part in line.split(b";")] if line else [] for line in column.tolist()]


def _place(part: bytes) -> Marked:
    start, end, kind, share = map(int, part.split(b","))
    return Marked(start, end, kind, share / _PER_MILLE)
