"""What the values of masks mean, as files beside them say; it opens no mask."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ptstudio.data._annotation_files import first_files
from ptstudio.data._class_lists import classes_in, is_class_list
from ptstudio.data._encoding import open_text, text_encoding
from ptstudio.data._folders import class_name
from ptstudio.data._json_records import Json

_SUFFIXES = (".csv", ".txt", ".json", ".names", ".labels")
_MOST_FILES = 5_000
_MOST_BYTES = 2**20
_CVAT = re.compile(r"([^:#]+):(\d+),(\d+),(\d+):[^:]*:.*")
_HEX = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
_BACKGROUND = ("background", "_background_", "bg", "backgrounds", "back ground")
_UNKNOWN = ("void", "unlabeled", "unlabelled", "ignore", "__ignore__", "ignored", "unknown", "ambiguous")
_NAMES = ("name", "class", "label", "title", "class name", "category")
_VALUES = ("value", "pixel value", "id", "index", "pixel", "trainid", "class id")


@dataclass(frozen=True)
class Legend:
    """Names by value, by colour (as a number), or only in their order; as the file `source` has them."""

    source: Path | None = None
    values: dict[int, str] = field(default_factory=dict)
    colours: dict[int, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.colours or self.order)

    @property
    def names(self) -> tuple[str, ...]:
        """All names of classes."""
        named = (*self.values.values(), *self.colours.values(), *self.order)
        return tuple(dict.fromkeys(name for name in named if not is_background(name) and not is_unknown(name)))


def is_background(name: str) -> bool:
    """Whether a name says that there is nothing."""
    return name.casefold() in _BACKGROUND


def is_unknown(name: str) -> bool:
    """Whether a name says that nobody knows what there is."""
    return name.casefold() in _UNKNOWN


def find_legend(root: Path) -> Legend:
    """The first file below a folder that is a legend, outer ones before inner ones; an empty one if there is none."""
    files = sorted(first_files(root, _SUFFIXES, _MOST_FILES), key=lambda file: len(file.parts))
    return next(filter(None, map(_legend, files)), Legend())


def _legend(path: Path) -> Legend:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Legend()
        with open_text(path, text_encoding(path)) as file:
            text = file.read()
    except OSError:
        return Legend()
    if path.suffix.lower() == ".json":
        return _of_json(path, text)
    if path.suffix.lower() == ".csv":
        return _of_table(path, list(csv.reader(text.splitlines())))
    colours = {_colour(rgb): class_name(name) for name, *rgb in _cvat(text)}
    if colours:
        return Legend(path, colours=colours)
    return Legend(path, order=tuple(classes_in(path).values())) if is_class_list(path) else Legend()


def _cvat(text: str) -> Iterator[Sequence[str]]:
    return (found.groups() for line in text.splitlines() if (found := _CVAT.fullmatch(line.strip())))


def _colour(rgb: Sequence[object]) -> int:
    red, green, blue = (int(str(part)) for part in rgb)
    return red << 16 | green << 8 | blue


def _of_table(path: Path, rows: list[list[str]]) -> Legend:
    """A table with a column for names, and others for red, green and blue, or for values."""
    header = [cell.strip().casefold().replace("_", " ") for cell in rows[0]] if rows else []
    name = next((header.index(each) for each in _NAMES if each in header), None)
    value = next((header.index(each) for each in _VALUES if each in header), None)
    rgb = [header.index(letter) for letter in ("r", "g", "b") if letter in header]
    rgb = rgb or [header.index(letter) for letter in ("red", "green", "blue") if letter in header]
    values: dict[int, str] = {}
    colours: dict[int, str] = {}
    for row in rows[1:] if name is not None else ():
        cells = dict(enumerate(cell.strip() for cell in row))
        if len(rgb) == 3 and all(cells.get(place, "").isdecimal() for place in rgb):
            colours[_colour([cells[place] for place in rgb])] = class_name(cells.get(name or 0, ""))
        elif value is not None and cells.get(value, "").isdecimal():
            values[int(cells[value])] = class_name(cells.get(name or 0, ""))
    return Legend(path, values, colours)


def _of_json(path: Path, text: str) -> Legend:
    """Names in their order, names by value or the other way round, or objects with a name and a value or a colour."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return Legend()
    if isinstance(content, dict) and isinstance(content.get("classes"), list | dict):
        content = content["classes"]
    if isinstance(content, list) and content and all(isinstance(each, str) for each in content):
        return Legend(path, order=tuple(map(class_name, content)))
    pairs = list(_pairs(content))
    values = {value: name for name, value in pairs if isinstance(value, int)}
    colours = {colour: name for name, value in pairs if (colour := _json_colour(value)) is not None}
    return Legend(path, values, colours)


def _pairs(content: Json) -> Iterator[tuple[str, Json]]:
    """Names with their values or colours."""
    if isinstance(content, dict):
        for key, value in content.items():
            if isinstance(value, str) and key.isdecimal():
                yield class_name(value), int(key)
            elif isinstance(value, int | list):
                yield class_name(key), value
    for each in content if isinstance(content, list) else ():
        about = {str(key).casefold(): value for key, value in each.items()} if isinstance(each, dict) else {}
        name = next((about[key] for key in _NAMES if isinstance(about.get(key), str)), None)
        value = next((about[key] for key in ("color", "colour", "rgb", *_VALUES) if key in about), None)
        if name is not None and value is not None:
            yield class_name(name), value


def _json_colour(value: Json) -> int | None:
    if isinstance(value, list) and len(value) >= 3 and all(isinstance(part, int) for part in value):
        return _colour(value[:3])
    found = _HEX.fullmatch(value) if isinstance(value, str) else None
    return int(found[1], 16) if found else None
