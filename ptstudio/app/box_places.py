"""Where in the pictures of a revision boxes lie, and how large they are, told by some thousands; knows no widget."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ptstudio.data._revision import open_table

if TYPE_CHECKING:
    import pyarrow as pa

MOST_PICTURES = 3_000
"""So many pictures, drawn by dice, are looked at: more would change nothing that can be seen."""
GRID = 24
"""So many cells across and down."""
SIZES = (8, 16, 32, 64, 128, 256, 512)
"""Where one range of sizes ends and the next begins, in pixels."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BoxPlaces:
    """What was found in `pictures`, of which some may be empty.

    `covered` (GRID, GRID) is the share of boxes that cover a cell of the picture; `sizes` count boxes by the square
    root of their area, up to each of `SIZES` and above; `share` is the part of its picture that the middle one of all
    boxes covers, `most` the number of boxes in the fullest picture.
    """

    pictures: int
    empty: int
    boxes: int
    covered: Numbers
    sizes: tuple[int, ...]
    share: float
    most: int

    @property
    def middle(self) -> tuple[float, float]:
        """Around which point of the picture boxes lie, across and down (0 to 1)."""
        total = self.covered.sum()
        if not total:
            return 0.5, 0.5
        centres = (np.arange(GRID) + 0.5) / GRID
        across, down = (float((self.covered.sum(axis=axis) * centres).sum() / total) for axis in (0, 1))
        return across, down


def box_places(folder: Path) -> BoxPlaces | None:
    """Look at a revision's boxes, if it has any; takes a moment, and is meant for a thread."""
    table = open_table(folder)
    if "boxes" not in table.column_names:
        return None
    chosen = np.random.default_rng(0).permutation(len(table))[:MOST_PICTURES]
    shown = table.select(["boxes", "width", "height"]).take(np.sort(chosen))
    counts, edges, sides = _numbers(shown)
    wide, high = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    area = wide * high
    parts = area / np.maximum(1, sides[:, 0] * sides[:, 1])
    bins = np.bincount(np.searchsorted(SIZES, np.sqrt(area)), minlength=len(SIZES) + 1)
    return BoxPlaces(
        pictures=len(counts),
        empty=int((counts == 0).sum()),
        boxes=len(edges),
        covered=_covered(edges / np.maximum(1, np.tile(sides, 2))),
        sizes=tuple(int(number) for number in bins),
        share=float(np.median(parts)) if len(parts) else 0.0,
        most=int(counts.max(initial=0)),
    )


def _numbers(table: "pa.Table") -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """How many boxes each picture has; the edges of each box (boxes, 4), and the sides of its picture (boxes, 2)."""
    import pyarrow.compute as pc

    counts = pc.list_value_length(table["boxes"]).to_numpy().astype(np.int64) // 4
    edges = pc.list_flatten(table["boxes"]).to_numpy().astype(np.float64).reshape(-1, 4)
    sides = np.stack([table[name].to_numpy().astype(np.float64) for name in ("width", "height")], axis=1)
    return counts, edges, np.repeat(sides, counts, axis=0)


def _covered(edges: Numbers) -> Numbers:
    """The share of boxes over each cell, from their edges as shares of the picture: by sums of corners."""
    steps = np.zeros((GRID + 1, GRID + 1))
    first = np.clip(np.floor(edges[:, :2] * GRID), 0, GRID - 1).astype(int)
    last = np.maximum(first + 1, np.clip(np.ceil(edges[:, 2:] * GRID), 1, GRID).astype(int))
    for x, y, sign in ((first, first, 1), (last, first, -1), (first, last, -1), (last, last, 1)):
        np.add.at(steps, (y[:, 1], x[:, 0]), sign)
    covered: Numbers = steps.cumsum(axis=0).cumsum(axis=1)[:GRID, :GRID] / max(1, len(edges))
    return covered
