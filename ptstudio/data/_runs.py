"""Runs of pixels as COCO writes them, as numbers or packed into letters, and the pixels that they fill."""

from itertools import accumulate
from typing import TYPE_CHECKING

from ptstudio.core.shapes import Box, Runs
from ptstudio.data._picture_problems import MAX_PIXELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FIRST_LETTER, _BITS, _MORE, _NEGATIVE = 48, 5, 0x20, 0x10


def unpacked(letters: str) -> tuple[int, ...]:
    """The lengths of runs that are packed into letters (`rleFrString` of COCO's own library): five bits in each, and
    from the fourth length on only what it differs by from the one before the last. Raises ValueError.
    """
    lengths: list[int] = []
    value = bits = 0
    for letter in letters:
        code = ord(letter) - _FIRST_LETTER
        if not 0 <= code < 2 * _MORE:
            raise ValueError(f"{letter!r} is no letter of packed runs")
        value |= (code & (_MORE - 1)) << bits
        bits += _BITS
        if not code & _MORE:
            if code & _NEGATIVE:
                value -= 1 << bits
            lengths.append(value + (lengths[-2] if len(lengths) > 2 else 0))
            value = bits = 0
    if bits:
        raise ValueError("the last of the packed runs is cut off")
    return tuple(lengths)


def can_be_filled(runs: Runs) -> bool:
    """Whether they go through all of their picture, no more and no less, and it is one that can be looked at."""
    pixels = runs.height * runs.width
    return min(runs.lengths, default=-1) >= 0 and sum(runs.lengths) == pixels and 0 < pixels <= MAX_PIXELS


def box_of_runs(runs: Runs) -> Box | None:
    """The smallest box around all pixels that are inside; None where there are none."""
    ends = list(accumulate(runs.lengths))
    inside = [(start, end) for start, end in zip(ends[0::2], ends[1::2], strict=False) if start < end]
    if not inside or runs.height <= 0:
        return None
    columns = [(start // runs.height, (end - 1) // runs.height) for start, end in inside]
    rows = [
        (start % runs.height, (end - 1) % runs.height) if first == last else (0, runs.height - 1)
        for (start, end), (first, last) in zip(inside, columns, strict=True)
    ]
    left, right = columns[0][0], columns[-1][1]
    return Box(left, min(top for top, _ in rows), right + 1, max(bottom for _, bottom in rows) + 1)


def pixels_of(runs: Runs) -> "NDArray[np.uint8]":
    """The picture that runs fill: 1 where they are inside, else 0; uint8 (height, width)."""
    import numpy as np

    inside = np.arange(len(runs.lengths), dtype=np.uint8) % 2
    return np.repeat(inside, runs.lengths).reshape(runs.width, runs.height).T


def runs_of(pixels: "NDArray[np.generic]") -> Runs:
    """The runs of all pixels that are not 0 in an array (height, width)."""
    import numpy as np

    flat = pixels.T.ravel() != 0
    changes = np.flatnonzero(np.diff(flat, prepend=False))
    lengths = np.diff(changes, prepend=0, append=flat.size)
    return Runs(pixels.shape[0], pixels.shape[1], tuple(lengths.tolist()))


def turned_upright(runs: Runs, orientation: int) -> Runs:
    """Runs in a picture that is stored lying on its side (EXIF's numbers 5 to 8), in the upright one."""
    import numpy as np

    pixels = pixels_of(runs)
    upright = {5: pixels.T, 6: np.rot90(pixels, -1), 7: np.rot90(pixels, 2).T, 8: np.rot90(pixels)}
    return runs_of(upright[orientation])
