"""What a source says is in its pictures, as it stands there: nothing is mended, and no picture opened."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ptstudio.core.dataset import Counted, Split
from ptstudio.core.shapes import Box, Ring, Shape

NOWHERE = Box(math.nan, math.nan, math.nan, math.nan)
"""The box of a thing whose place cannot be read."""
FRACTIONS = (1, 1)
"""The size of a picture in which places are given as shares of its sides."""


class Drawn(NamedTuple):
    """A thing in a picture, and where in its file it is described (from 1)."""

    row: int
    shape: Shape


@dataclass(frozen=True)
class Drawing:
    """A picture with what the file `source` says is in it; `size` is the width and height, in pixels, of the picture in
    which the places are counted, where the source says so. Its `row` and those of the things count what `row_is`.
    """

    source: Path
    picture: Path
    things: tuple[Drawn, ...]
    size: tuple[float, float] | None = None
    split: Split | None = None
    row: int | None = None
    row_is: Counted = "row"


def box_around(rings: tuple[Ring, ...]) -> Box:
    """The smallest box that holds all the lines; nowhere, if they have no corner."""
    across = [x for ring in rings for x in ring[0::2]]
    down = [y for ring in rings for y in ring[1::2]]
    return Box(min(across), min(down), max(across), max(down)) if across and down else NOWHERE
