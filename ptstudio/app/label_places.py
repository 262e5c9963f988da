"""Where the names of points are written so that none lies upon another; knows no painter."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels; y goes downwards."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )


@dataclass(frozen=True)
class Named:
    """A point, and how large its name is."""

    x: float
    y: float
    width: float
    height: float


def places(points: Sequence[Named], taken: Sequence[Box], area: Box, gap: float) -> list[Box | None]:
    """A place beside each point, the first ones served first; nothing where all would lie upon something else."""
    used = list(taken)
    found: list[Box | None] = []
    for point in points:
        free = (box for box in _around(point, gap) if area.holds(box) and not any(map(box.meets, used)))
        place = next(free, None)
        found.append(place)
        if place is not None:
            used.append(place)
    return found


def _around(point: Named, gap: float) -> list[Box]:
    """Beside the point, a line higher or lower, above and below it."""
    right, left = point.x + gap, point.x - gap - point.width
    level, middle = point.y - point.height / 2, point.x - point.width / 2
    heights = (level, level - point.height, level + point.height)
    corners = [(side, top) for top in heights for side in (right, left)]
    corners += [(middle, point.y - gap - point.height), (middle, point.y + gap)]
    return [Box(x, y, point.width, point.height) for x, y in corners]
