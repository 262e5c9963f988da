"""What was found in pictures, and what is there, as arrays with one value for each picture.

Pictures hold differently many things, and arrays of evidence are to be put together and resampled: so the things of a
picture are one value of bytes, the hexadecimal digits of their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

FOUND, TRUE, SIZES = "found", "true", "sizes"
"""What was found and what is there, as `packed`; `sizes` are width and height of each picture, (pictures, 2)."""
FATES, THRESHOLD = "fates", "threshold"
"""What may stand beside them: what became of each thing that was found (`_box_matching`), so that it is matched only
once; and from what probability on one counts as found, (pictures,), once that was settled.
"""
USUAL = 0.5
"""From what probability on a thing counts as found, unless something better was chosen."""
KIND, PROBABILITY = 4, 5
NUMBERS = 6
"""Of a thing: left, top, right and bottom in the picture's own pixels, the number of its class, and its probability; of
what is there, the last is 0 where it stands for many that nobody has told apart, else 1."""


def packed(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """The things of each picture (things, 6), as (pictures,) bytes."""
    lines = [np.ascontiguousarray(things, dtype="<f4").tobytes().hex().encode("ascii") for things in pictures]
    return np.array(lines, dtype=np.bytes_)


def unpacked(column: np.ndarray) -> list[np.ndarray]:
    """The things of each picture again, float32 (things, 6)."""
    return [np.frombuffer(bytes.fromhex(line.decode("ascii")), "<f4").reshape(-1, NUMBERS) for line in column.tolist()]


def with_threshold(evidence: Mapping[str, np.ndarray], threshold: float) -> dict[str, np.ndarray]:
    """The same with things that count as found from another probability on."""
    return {**evidence, THRESHOLD: np.full(len(evidence[FOUND]), threshold, np.float32)}


def thresholds(evidence: Mapping[str, np.ndarray]) -> np.ndarray:
    """From what probability on things count as found, float32 (pictures,)."""
    settled = evidence.get(THRESHOLD)
    return np.full(len(evidence[FOUND]), USUAL, np.float32) if settled is None else settled
