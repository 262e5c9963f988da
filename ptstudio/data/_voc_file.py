"""One XML file as Pascal VOC has it, read safely; it looks for no picture."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ptstudio.core.dataset import Split
from ptstudio.core.shapes import Box, Ring, Shape
from ptstudio.data._drawings import Drawing, Drawn, box_around
from ptstudio.data._folders import class_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_BYTES = 2**26
_BEGINNING = 4_000
_START = re.compile(rb"<annotation[\s>]")
_EDGES = ("xmin", "ymin", "xmax", "ymax")


class UnusableXmlError(Exception):
    """An XML file that cannot be used: why, what can be done, and the `kind` of its finding."""

    def __init__(self, kind: str, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.kind = kind
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class VocPicture:
    """What the file `source` says of the picture that it calls `name`."""

    source: Path
    name: str
    size: tuple[float, float]
    things: tuple[Drawn, ...]

    def drawing(self, picture: Path, split: Split | None) -> Drawing:
        """The same of a picture that was found."""
        return Drawing(self.source, picture, self.things, self.size, split, row_is="object")


def looks_like_voc(path: Path) -> bool:
    """Whether a file begins as those of Pascal VOC."""
    try:
        with path.open("rb") as file:
            return _START.search(file.read(_BEGINNING).replace(b"\0", b"")) is not None
    except OSError:
        return False


def read_voc_file(path: Path) -> VocPicture:
    """Read a file, in which nothing may stand for something else. Raises UnusableXmlError."""
    root = _root(path)
    if root.tag != "annotation":
        raise UnusableXmlError(
            "not-annotations",
            f"“{path.name}” holds <{root.tag}>, where <annotation> of a picture is needed.",
            "If it is about something else, nothing need be done.",
        )
    first = 1.0 if _counts_from_one(root) else 0.0
    things = tuple(Drawn(row, _shape(thing, first)) for row, thing in enumerate(root.iter("object"), start=1))
    name = _text(root, "filename") or _text(root, "path").replace("\\", "/").rsplit("/", 1)[-1]
    size = (_number(root, "size/width", 0.0), _number(root, "size/height", 0.0))
    return VocPicture(path, name, size, things)


def _root(path: Path) -> "Element":
    from defusedxml import DefusedXmlException, ElementTree

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnusableXmlError(
                "too-large", f"“{path.name}” is too large for what is in one picture.", "Export the annotations again."
            )
        root = ElementTree.parse(path).getroot()
    except DefusedXmlException as error:
        raise UnusableXmlError(
            "unsafe-xml",
            f"“{path.name}” defines entities, names for other contents, by which a small file can fill the memory or "
            "fetch other files. It was not read.",
            "Export the annotations again; no program for marking pictures writes such a thing.",
        ) from error
    except OSError as error:
        raise UnusableXmlError(
            "unreadable",
            f"“{path.name}” cannot be read: {error.strerror or error}.",
            "Give yourself the right to read it, and check that the drive is in order.",
        ) from error
    except (SyntaxError, ValueError, LookupError, RecursionError) as error:
        raise UnusableXmlError(
            "damaged", f"“{path.name}” is no XML, or it is cut off.", "Export the annotations of this picture again."
        ) from error
    if root is None:
        raise UnusableXmlError("damaged", f"“{path.name}” is empty.", "Export the annotations of this picture again.")
    return root


def _counts_from_one(root: "Element") -> bool:
    """The collections of the challenge itself count pixels from 1; programs that write the same form do not."""
    database = _text(root, "source/database").casefold()
    return database.startswith("the voc") and database.endswith("database")


def _shape(thing: "Element", first: float) -> Shape:
    box = Box(*(_number(thing, f"bndbox/{edge}") for edge in _EDGES))
    ring = _ring(thing)
    if not all(map(math.isfinite, box)) and ring:
        box = box_around((ring,))
    moved = box._replace(left=box.left - first, top=box.top - first)
    return Shape(class_name(_text(thing, "name")), moved, (ring,) if ring else ())


def _ring(thing: "Element") -> Ring:
    """An outline, with `x1`, `y1`, `x2` and so on, as Roboflow writes it."""
    polygon = thing.find("polygon")
    if polygon is None:
        return ()
    corners = range(1, len(polygon) // 2 + 1)
    return tuple(_number(polygon, f"{axis}{corner}") for corner in corners for axis in "xy")


def _text(element: "Element", place: str) -> str:
    return (element.findtext(place) or "").strip()


def _number(element: "Element", place: str, missing: float = math.nan) -> float:
    try:
        return float(_text(element, place))
    except ValueError:
        return missing
