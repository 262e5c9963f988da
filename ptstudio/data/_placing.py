"""Things of a drawing brought to the pixels of the picture as it is seen, whatever they are counted in."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ptstudio.core.dataset import Finding
from ptstudio.core.shapes import Box, Shape
from ptstudio.data._drawings import FRACTIONS, Drawing, Drawn
from ptstudio.data._image import PictureSize
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._runs import can_be_filled, turned_upright

Move = Callable[[float, float], tuple[float, float]]
_ALIKE = 0.01
"""Proportions that differ by no more than this share are the same."""
_LONGEST_SIDE = 2**31
"""No picture is larger; who says so knows nothing of its size."""
_SLACK = 1.0
"""So many pixels beyond its edge still look like places in a picture."""
_MISSED = 1.1
"""So many times its sides people reach when they mark what is at the edge of a picture."""


@dataclass(frozen=True)
class Placed:
    """The things, with a note where they had to be moved."""

    things: Sequence[Drawn]
    notes: Sequence[Finding] = ()


def placed(drawing: Drawing, seen: PictureSize) -> Placed | Finding:
    """The things in pixels of the upright picture; a finding where nobody can tell where they are in it."""
    if drawing.size == FRACTIONS or _are_shares(drawing.things):
        notes = [] if drawing.size == FRACTIONS else [_on_shares(drawing)]
        return Placed(_moved(drawing.things, _scaling(seen.width, seen.height)), notes)
    width, height = drawing.size or seen[:2]
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE) or (width, height) == seen[:2]:
        return Placed(drawing.things)
    if seen.is_turned and (height, width) == seen[:2]:
        return Placed(_turned(drawing.things, seen), [_note(drawing, seen, "turned-picture", _TURNED)])
    across, down = seen.width / width, seen.height / height
    if abs(across / down - 1) <= _ALIKE and _are_inside(drawing.things, width * _MISSED, height * _MISSED):
        return Placed(_moved(drawing.things, _scaling(across, down)), [_note(drawing, seen, "another-size", _SCALED)])
    if _are_inside(drawing.things, seen.width + _SLACK, seen.height + _SLACK):
        return Placed(drawing.things, [_note(drawing, seen, "wrong-size", _AS_THEY_ARE)])
    return row_finding(
        drawing.source,
        "wrong-size",
        drawing.row,
        f"{_sizes(drawing, seen)}, which does not fit, and some of what is marked lies outside of it.",
        "Put the picture there that was marked, or mark this one anew.",
        drawing.row_is,
    )


_TURNS: dict[int, Callable[[float, float], Move]] = {
    5: lambda _, __: lambda x, y: (y, x),
    6: lambda _, height: lambda x, y: (height - y, x),
    7: lambda width, height: lambda x, y: (height - y, width - x),
    8: lambda width, _: lambda x, y: (y, width - x),
}
"""From places in a stored picture of this width and height to those in the upright one, by EXIF's numbers."""
_TURNED = "which a camera has turned; what is marked was turned with it"
_SCALED = "which has the same proportions; what is marked was scaled to it"
_LOOK = "Look at the picture with what is marked in it."
_AS_THEY_ARE = "which does not fit; as all that is marked lies within it, it is used as it is"


def scaled(shape: Shape, across: float, down: float) -> Shape:
    """A shape so many times as wide and as high."""
    return _moved_shape(shape, _scaling(across, down))


def _scaling(across: float, down: float) -> Move:
    return lambda x, y: (x * across, y * down)


def _turned(things: Sequence[Drawn], seen: PictureSize) -> list[Drawn]:
    """In a picture whose upright size is `seen`, what was marked as it is stored."""
    orientation = seen.orientation or 0
    upright = _moved(things, _TURNS[orientation](seen.height, seen.width))
    return [
        thing._replace(shape=thing.shape._replace(runs=turned_upright(thing.shape.runs, orientation)))
        if thing.shape.runs and can_be_filled(thing.shape.runs)
        else thing
        for thing in upright
    ]


def _moved(things: Sequence[Drawn], move: Move) -> list[Drawn]:
    return [thing._replace(shape=_moved_shape(thing.shape, move)) for thing in things]


def _moved_shape(shape: Shape, move: Move) -> Shape:
    """All but the runs, which say themselves how large the picture is that they fill."""
    (left, top), (right, bottom) = move(*shape.box[:2]), move(*shape.box[2:])
    is_in_order = shape.box.left <= shape.box.right and shape.box.top <= shape.box.bottom
    across, down = (sorted((left, right)), sorted((top, bottom))) if is_in_order else ((left, right), (top, bottom))
    rings = tuple(
        tuple(value for x, y in zip(ring[0::2], ring[1::2], strict=False) for value in move(x, y))
        for ring in shape.rings
    )
    box = Box(across[0], down[0], across[1], down[1])
    return shape._replace(box=box, rings=rings)


def _are_shares(things: Sequence[Drawn]) -> bool:
    """Whether no box is larger than a pixel, though the edges are no whole numbers."""
    boxes = [thing.shape.box for thing in things if all(map(math.isfinite, thing.shape.box))]
    are_small = all(max(map(abs, box)) <= 1 for box in boxes)
    return are_small and any(not float(edge).is_integer() for box in boxes for edge in box)


def _on_shares(drawing: Drawing) -> Finding:
    reason = f"“{drawing.picture.name}”: the places are shares of the picture instead of pixels; they are used as such."
    return row_note(drawing.source, "in-shares", drawing.row, reason, _LOOK, drawing.row_is)


def _are_inside(things: Sequence[Drawn], width: float, height: float) -> bool:
    boxes = [thing.shape.box for thing in things if all(map(math.isfinite, thing.shape.box))]
    return all(max(box[0::2]) <= width and max(box[1::2]) <= height for box in boxes)


def _note(drawing: Drawing, seen: PictureSize, kind: str, what: str) -> Finding:
    reason = f"{_sizes(drawing, seen)}, {what}."
    return row_note(drawing.source, kind, drawing.row, reason, _LOOK, drawing.row_is)


def _sizes(drawing: Drawing, seen: PictureSize) -> str:
    width, height = drawing.size or seen[:2]
    said = f"“{drawing.picture.name}” should have {width:,.0f} × {height:,.0f} pixels"
    return f"{said}, but has {seen.width:,} × {seen.height:,}"
