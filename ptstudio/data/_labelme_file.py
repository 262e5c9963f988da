"""One JSON file as labelme has it, for one picture; the picture that may be inside of it is not looked at."""

import base64
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import Box, Ring, Runs, Shape
from ptstudio.data._drawings import Drawn, box_around
from ptstudio.data._folders import class_name, listed
from ptstudio.data._image import MAX_PIXELS, UnreadableImageError, open_picture
from ptstudio.data._json_file import holds_all, read_json
from ptstudio.data._json_records import Json
from ptstudio.data._mapped_rows import row_note
from ptstudio.data._runs import runs_of

_SHAPES = re.compile(rb'"shapes"\s*:\s*\[')
_OF_PICTURES = re.compile(rb'"(imagePath|imageData|points|shape_type)"\s*:')
_RECTANGLE, _CIRCLE, _MASK = "rectangle", "circle", "mask"
_OUTLINES = ("polygon", "rotation", "rectangle", "circle", "mask")
_CORNERS_OF_A_CIRCLE = 64


@dataclass(frozen=True)
class LabelmePicture:
    """What the file `source` says of the picture that it calls `name`, with notes on what cannot be used of it."""

    source: Path
    name: str
    size: tuple[float, float] | None
    things: tuple[Drawn, ...]
    notes: Sequence[Finding]


def looks_like_labelme(path: Path) -> bool:
    """Whether the beginning and the end of a file hold what those of labelme do."""
    return holds_all(path, _SHAPES, _OF_PICTURES)


def read_labelme_file(path: Path) -> LabelmePicture:
    """Read a file. Raises DatasetError where it is none of labelme's."""
    content = read_json(path, "Save it again with labelme.")
    shapes = content.get("shapes")
    if not isinstance(shapes, list):
        raise DatasetError(
            f"“{path.name}” has no list “shapes”, in which labelme’s files hold what is marked in a picture.",
            "If it is about something else, nothing need be done.",
        )
    name = content.get("imagePath")
    width, height = _number(content.get("imageWidth")), _number(content.get("imageHeight"))
    size = None if math.isnan(width + height) else (width, height)
    others: dict[int, str] = {}
    things = tuple(_joined(_things(shapes, size, others)))
    return LabelmePicture(path, name if isinstance(name, str) else "", size, things, list(_notes(path, others)))


def _things(
    shapes: Sequence[Json], size: tuple[float, float] | None, others: dict[int, str]
) -> Iterator[tuple[Drawn, object]]:
    """What can be learned from, with the group that each belongs to; the kinds of all `others` by their places."""
    for row, about in enumerate(shapes, start=1):
        given = about if isinstance(about, dict) else {}
        points = _points(given.get("points"))
        kind = str(given.get("shape_type") or ("polygon" if len(points) > 2 else _RECTANGLE)).casefold()
        if kind in _OUTLINES:
            label = class_name(str(given.get("label") or ""))
            yield Drawn(row, _shape(label, kind, points, given.get("mask"), size)), given.get("group_id")
        else:
            others[row] = kind


def _shape(label: str, kind: str, points: Ring, mask: Json, size: tuple[float, float] | None) -> Shape:
    if kind == _CIRCLE:
        points = _circle(points)
    box = box_around((points,))
    if kind == _MASK:
        return Shape(label, box, runs=_runs(box, mask, size))
    return Shape(label, box, (points,) if kind != _RECTANGLE else ())


def _joined(found: Iterator[tuple[Drawn, object]]) -> list[Drawn]:
    """Outlines of one class and one group are parts of one thing."""
    things: dict[object, Drawn] = {}
    for thing, group in found:
        key = (thing.shape.label, str(group)) if group is not None and thing.shape.rings else thing.row
        before = things.get(key)
        things[key] = thing if before is None else before._replace(shape=_with(before.shape, thing.shape))
    return list(things.values())


def _with(shape: Shape, other: Shape) -> Shape:
    rings = (*shape.rings, *other.rings)
    return shape._replace(rings=rings, box=box_around(rings))


def _circle(points: Ring) -> Ring:
    """A circle is given by its middle and a point on it."""
    if len(points) < 4:
        return ()
    x, y = points[:2]
    radius = math.hypot(points[2] - x, points[3] - y)
    angles = [2 * math.pi * corner / _CORNERS_OF_A_CIRCLE for corner in range(_CORNERS_OF_A_CIRCLE)]
    return tuple(value for angle in angles for value in (x + radius * math.cos(angle), y + radius * math.sin(angle)))


def _runs(box: Box, mask: Json, size: tuple[float, float] | None) -> Runs:
    """A mask is a PNG in base64 that fills the box; without any length where it cannot be read."""
    import numpy as np

    try:
        width, height = map(int, size or (0, 0))
        left, top = max(0, int(box.left)), max(0, int(box.top))
        with open_picture(base64.b64decode(mask)) as image:
            part = np.asarray(image.convert("1"))
    except (TypeError, ValueError, OverflowError, UnreadableImageError):
        return Runs(0, 0, ())
    if not 0 < width * height <= MAX_PIXELS:
        return Runs(0, 0, ())
    pixels = np.zeros((height, width), dtype=np.uint8)
    inside = pixels[top : top + part.shape[0], left : left + part.shape[1]]
    inside[:] = part[: inside.shape[0], : inside.shape[1]]
    return runs_of(pixels)


def _points(value: Json) -> Ring:
    """The points of a shape, as far as they are any."""
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2] if isinstance(value, list) else []
    return tuple(_number(number) for pair in pairs for number in pair)


def _number(value: Json) -> float:
    try:
        return float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:
        return math.nan


def _notes(path: Path, others: dict[int, str]) -> Iterator[Finding]:
    if others:
        which = listed([f"{kind} (shape {row:,})" for row, kind in others.items()])
        reason = f"In “{path.name}” these have no area and are left out: {which}."
        remedy = "Mark things by polygons, rectangles or circles."
        yield row_note(path, "other-shape", next(iter(others)), reason, remedy, "shape")
