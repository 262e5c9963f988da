"""Which columns of a table hold a picture, a class and the edges of a box; it reads no row."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ptstudio.core.errors import DatasetError
from ptstudio.data._columns import GROUP, LABEL_NAMES, SPLIT, Cells, Field, is_numeric, label_field, named, plain_name
from ptstudio.data._image_columns import IMAGE_FIELDS

_NAMELESS = re.compile(r"column \d+")
_MIDDLES = ("x center", "center x", "x centre", "centre x", "cx", "xc", "x mid", "xcenter")
_LEFT = ("xmin", "x min", "x1", "left", "x0", "min x", "minx", "xmin px", "x start", "x", "x left", "xtl", "bx",
         *_MIDDLES)  # fmt: skip
_TOP = ("ymin", "y min", "y1", "top", "y0", "min y", "miny", "ymin px", "y start", "y", "y top", "ytl", "by",
        *(name.replace("x", "y") for name in _MIDDLES))  # fmt: skip
_RIGHT = ("xmax", "x max", "x2", "right", "max x", "maxx", "xmax px", "x end", "x right", "xbr")
_BOTTOM = ("ymax", "y max", "y2", "bottom", "max y", "maxy", "ymax px", "y end", "y bottom", "ybr")
_WIDTH, _HEIGHT = ("box width", "bw"), ("box height", "bh")
_SIZE = {"width": ("width", "w"), "height": ("height", "h")}
_CROWD = ("is group of", "isgroupof", "iscrowd", "is crowd", "crowd", "group of")
_BEFORE = ("bbox ", "box ", "bb ", "bounding box ", "region ", "")


class BoxColumns(NamedTuple):
    """How boxes stand in a table: whether their other corner is given or their size, and whether from their middle."""

    has_size: bool
    has_middle: bool


def box_columns(mapping: Mapping[str, str]) -> BoxColumns:
    """How they do by the columns of the fields. Raises DatasetError where something is missing."""
    has_corner, has_size = ({*pair} <= mapping.keys() for pair in (("right", "bottom"), ("width", "height")))
    if not has_corner and not has_size:
        raise DatasetError(
            "No columns of the table seem to hold the right and bottom edges of boxes, nor their width and height.",
            "Say which ones do (on the command line by: --column right=NAME --column bottom=NAME).",
        )
    has_middle = not has_corner and plain_name(mapping["left"]).endswith(_MIDDLES)
    return BoxColumns(not has_corner, has_middle)


def names_edges(columns: Sequence[str]) -> bool:
    """Whether any column can be nothing but the edge of a box."""
    sure = {name.replace(" ", "") for name in (*_LEFT, *_TOP, *_RIGHT, *_BOTTOM) if "m" in name and len(name) > 2}
    return any(plain_name(column).replace(" ", "").removeprefix("bbox") in sure for column in columns)


def has_boxes(mapping: Mapping[str, str]) -> bool:
    """Whether the columns of a box are there."""
    return {"left", "top"} <= mapping.keys() and bool({"right", "width"} & mapping.keys())


def _edge(names: tuple[str, ...], behind: int) -> Callable[[Cells], str | None]:
    """By name; in a table without names, the first of the four columns of numbers, `behind` of which are to follow."""
    spelt = tuple(before + name for before in _BEFORE for name in names)

    def guess(cells: Cells) -> str | None:
        by_name = named(spelt, cells)
        if by_name or not all(_NAMELESS.fullmatch(column) for column in cells):
            return by_name
        numbers = [column for column, values in cells.items() if any(values) and is_numeric(values)]
        return numbers[0] if len(numbers) == behind + 1 else None

    return guess


def _size(field: str, names: tuple[str, ...], corner: tuple[str, ...]) -> Callable[[Cells], str | None]:
    """Where the other corner is there, a width is that of the picture."""
    plain = _SIZE[field]
    sure = (*names, *(before + name for before in _BEFORE if before for name in plain))

    def guess(cells: Cells) -> str | None:
        has_corner = named(tuple(before + name for before in _BEFORE for name in corner), cells) is not None
        return None if has_corner else named((*sure, *plain), cells)

    return guess


BOX_FIELDS = (
    IMAGE_FIELDS[0],
    Field("width", _size("width", _WIDTH, _RIGHT)),
    Field("height", _size("height", _HEIGHT, _BOTTOM)),
    Field("left", _edge(_LEFT, 3), needed="the left edges of boxes"),
    Field("top", _edge(_TOP, 2), needed="the top edges of boxes"),
    Field("right", _edge(_RIGHT, 1)),
    Field("bottom", _edge(_BOTTOM, 0)),
    label_field(LABEL_NAMES),
    Field("crowd", lambda cells: named(_CROWD, cells)),
    SPLIT,
    GROUP,
)
