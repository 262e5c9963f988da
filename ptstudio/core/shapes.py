"""Things outlined in a picture, each of a class: a box around it, and, where it is known, its outline or its pixels."""

from pathlib import Path
from typing import NamedTuple, TypeAlias

Ring: TypeAlias = tuple[float, ...]
"""A closed line, x and y in turn."""
BACKGROUND, UNKNOWN = 0, 255
"""Pixels of a mask that belong to no class, and those of which nobody knows."""
MOST_IN_MASK = 254
"""So many classes can be told apart in one mask."""


class Box(NamedTuple):
    """Edges in pixels of the upright picture, counted from its upper left corner; a pixel is 1 wide and 1 high."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """In square pixels; 0 where it is turned inside out."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


class Runs(NamedTuple):
    """Pixels of a picture of `height` rows and `width` columns, as COCO has them: lengths of runs that are in turn
    outside and inside, gone through column by column from the upper left.
    """

    height: int
    width: int
    lengths: tuple[int, ...]


class Shape(NamedTuple):
    """Something in a picture. It has `rings` or `runs` where more than its box is known; one that `is_crowd` stands for
    many things of a class that nobody has told apart.
    """

    label: str
    box: Box
    rings: tuple[Ring, ...] = ()
    runs: Runs | None = None
    is_crowd: bool = False


class MaskFile(NamedTuple):
    """A picture whose pixels name classes. `legend` says which class each value stands for (values of one plane, or
    red · 65,536 + green · 256 + blue where it `is_coloured`); `unknown` are the values of which nobody knows the class.
    All others are background.
    """

    path: Path
    legend: tuple[tuple[int, str], ...]
    is_coloured: bool = False
    unknown: tuple[int, ...] = ()
