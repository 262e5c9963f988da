"""Things of a drawing brought to the pixels of the picture as it is seen, whatever they are counted in."""

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


@dataclass(frozen=True)
class Placed:
    """The things, with a note where they had to be moved."""

    things: Sequence[Drawn]
    notes: Sequence[Finding] = ()


def placed(drawing: Drawing, seen: PictureSize) -> Placed | Finding:
    """The things in pixels of the upright picture; a finding where nobody can tell where they are in it."""
    width, height = drawing.size or seen[:2]
    if not (0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE) or (width, height) == seen[:2]:
        return Placed(drawing.things)
    if drawing.size == FRACTIONS:
        return Placed(_moved(drawing.things, _scaling(seen.width, seen.height)))
    if seen.is_turned and (height, width) == seen[:2]:
        return Placed(_turned(drawing.things, seen), [_note(drawing, seen, "turned-picture", _TURNED)])
    across, down = seen.width / width, seen.height / height
    if abs(across / down - 1) <= _ALIKE:
        return Placed(_moved(drawing.things, _scaling(across, down)), [_note(drawing, seen, "another-size", _SCALED)])
    if all(_is_inside(thing.shape.box, seen) for thing in drawing.things):
        return Placed(drawing.things, [_note(drawing, seen, "wrong-size", _AS_THEY_ARE)])
    return row_finding(
        drawing.source,
        "wrong-size",
        drawing.row or 1,
        f"{_sizes(drawing, seen)}, which has other proportions, and some of what is marked lies outside of it.",
        "Put the picture there that was marked, or mark this one anew.",
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
_AS_THEY_ARE = "which has other proportions; as all that is marked lies within it, it is used as it is"


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


def _is_inside(box: Box, seen: PictureSize) -> bool:
    return min(box) >= -_SLACK and max(box[0::2]) <= seen.width + _SLACK and max(box[1::2]) <= seen.height + _SLACK


def _note(drawing: Drawing, seen: PictureSize, kind: str, what: str) -> Finding:
    reason = f"{_sizes(drawing, seen)}, {what}."
    return row_note(drawing.source, kind, drawing.row or 1, reason, "Look at the picture with what is marked in it.")


def _sizes(drawing: Drawing, seen: PictureSize) -> str:
    width, height = drawing.size or seen[:2]
    said = f"“{drawing.picture.name}” should have {width:,.0f} × {height:,.0f} pixels"
    return f"{said}, but has {seen.width:,} × {seen.height:,}"
