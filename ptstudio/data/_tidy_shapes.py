"""Things in a picture made such that they can be learned from, with a note on everything that had to be mended."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ptstudio.core.dataset import Finding
from ptstudio.core.shapes import Box, Ring, Shape
from ptstudio.data._drawings import Drawing, Drawn, box_around
from ptstudio.data._folders import class_name, listed
from ptstudio.data._image import PictureSize
from ptstudio.data._mapped_rows import row_note
from ptstudio.data._runs import can_be_filled

Tell = Callable[[str], None]
_DIGITS = 2
"""Places are kept to a hundredth of a pixel, so that every way of writing them gives the same."""
_ROUNDING = 0.5
"""Pixels beyond the edge that come of rounding."""
_LEAST_CORNERS = 3
_NOTES = {
    "missing-label": ("These have no class and are left out", "Give them a class."),
    "no-place": ("These have no place that can be read, and are left out", "Mark them anew."),
    "swapped-corners": ("The corners of these boxes were swapped; they were put in order", "Nothing need be done."),
    "broken-outline": ("These outlines cannot be used, so that only the box counts", "Mark them anew."),
    "outside-picture": ("These reach beyond the picture and were cut off at its edge", "Nothing need be done."),
    "empty-box": ("These have no area inside of the picture and are left out", "Mark them anew, or remove them."),
    "duplicate-box": ("These are there twice, with the same class in the same place; once is enough",
                      "Nothing need be done."),
}  # fmt: skip


@dataclass(frozen=True)
class Tidied:
    """Shapes within the picture, each there once, all with an area; and a note on each kind of change."""

    shapes: tuple[Shape, ...]
    notes: Sequence[Finding]


def tidied(drawing: Drawing, things: Sequence[Drawn], seen: PictureSize) -> Tidied:
    """What can be learned from `things`, which lie in the pixels of the drawing's picture as it is `seen`."""
    told: dict[str, list[Drawn]] = {}
    kept: dict[Shape, None] = {}
    for thing in things:
        kinds: list[str] = []
        shape = _mended(thing.shape, seen, kinds.append)
        if shape in kept:
            kinds.append("duplicate-box")
        elif shape is not None:
            kept[shape] = None
        for kind in kinds:
            told.setdefault(kind, []).append(thing)
    return Tidied(tuple(kept), [_note(drawing, kind, told[kind]) for kind in _NOTES if kind in told])


def _note(drawing: Drawing, kind: str, things: Sequence[Drawn]) -> Finding:
    what, remedy = _NOTES[kind]
    named = listed([f"{thing.shape.label or 'one'} ({drawing.row_is} {thing.row:,})" for thing in things])
    count = f" ({len(things):,} in all)" if len(things) > 5 else ""
    reason = f"“{drawing.picture.name}”: {what}: {named}{count}."
    return row_note(drawing.source, kind, things[0].row, reason, remedy, drawing.row_is)


def _mended(shape: Shape, seen: PictureSize, tell: Tell) -> Shape | None:
    label = class_name(shape.label)
    if not label:
        tell("missing-label")
        return None
    rings = tuple(filter(_is_outline, shape.rings))
    runs = shape.runs if shape.runs and can_be_filled(shape.runs) else None
    if len(rings) < len(shape.rings) or runs is not shape.runs:
        tell("broken-outline")
    box = shape.box if shape.box.area or not rings else box_around(rings)
    if not all(map(math.isfinite, box)):
        tell("no-place")
        return None
    box = _in_order(box, tell)
    inside = _within(box, seen)
    if not inside.area:
        tell("empty-box")
        return None
    if _reaches_beyond(box, seen):
        tell("outside-picture")
    cut = tuple(ring for each in rings if len(ring := _cut_off(each, seen)) >= 2 * _LEAST_CORNERS)
    return Shape(label, inside, cut, runs, shape.is_crowd)


def _in_order(box: Box, tell: Tell) -> Box:
    left, right = sorted((box.left, box.right))
    top, bottom = sorted((box.top, box.bottom))
    ordered = Box(left, top, right, bottom)
    if ordered != box:
        tell("swapped-corners")
    return ordered


def _reaches_beyond(box: Box, seen: PictureSize) -> bool:
    beyond = (-box.left, -box.top, box.right - seen.width, box.bottom - seen.height)
    return max(beyond) > _ROUNDING


def _within(box: Box, seen: PictureSize) -> Box:
    left, right = (_rounded(min(max(x, 0.0), seen.width)) for x in (box.left, box.right))
    top, bottom = (_rounded(min(max(y, 0.0), seen.height)) for y in (box.top, box.bottom))
    return Box(left, top, right, bottom)


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)


def _is_outline(ring: Ring) -> bool:
    return len(ring) >= 2 * _LEAST_CORNERS and not len(ring) % 2 and all(map(math.isfinite, ring))


def _cut_off(ring: Ring, seen: PictureSize) -> Ring:
    """What of an outline lies within the picture (Sutherland and Hodgman 1974)."""
    corners = list(zip(ring[0::2], ring[1::2], strict=True))
    for axis, edge, sign in ((0, 0.0, 1), (0, float(seen.width), -1), (1, 0.0, 1), (1, float(seen.height), -1)):
        if any((corner[axis] - edge) * sign < 0 for corner in corners):
            corners = _on_one_side(corners, axis, edge, sign)
    return tuple(_rounded(value) for corner in corners for value in corner)


def _on_one_side(corners: list[tuple[float, float]], axis: int, edge: float, sign: int) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for before, here in zip([corners[-1], *corners[:-1]], corners, strict=True):
        was_in, is_in = ((corner[axis] - edge) * sign >= 0 for corner in (before, here))
        if was_in != is_in:
            part = (edge - before[axis]) / (here[axis] - before[axis])
            crossing = [old + part * (new - old) for old, new in zip(before, here, strict=True)]
            crossing[axis] = edge
            kept.append((crossing[0], crossing[1]))
        if is_in:
            kept.append(here)
    return kept
