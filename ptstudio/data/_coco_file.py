"""One JSON file as COCO has it, read whole: its pictures, each with what is said of it; it looks for no picture."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ptstudio.core.dataset import Finding
from ptstudio.core.errors import DatasetError
from ptstudio.core.shapes import Box, Ring, Runs, Shape
from ptstudio.data._drawings import NOWHERE, Drawn, box_around
from ptstudio.data._folders import class_name
from ptstudio.data._json_file import read_json
from ptstudio.data._json_records import Json
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._mask_legend import is_background
from ptstudio.data._model_answers import answering_model, model_answers, scored_answers
from ptstudio.data._runs import box_of_runs, unpacked

_NAMES = ("file_name", "filename", "path", "coco_url", "flickr_url")


class CocoPicture(NamedTuple):
    """A picture as the file calls it, its place in the list of pictures (from 1), and what is marked in it."""

    row: int
    name: str
    size: tuple[float, float] | None
    things: tuple[Drawn, ...]


@dataclass(frozen=True)
class CocoFile:
    """What a file holds, looked at only so far that it can be gone through; the classes by their ids, and the model
    that has found it all, where the file names one.
    """

    path: Path
    images: Sequence[Json]
    annotations: Sequence[Json]
    classes: Mapping[str, str]
    placeholders: frozenset[str]
    model: str

    @classmethod
    def at(cls, path: Path) -> "CocoFile":
        """Read a file. Raises DatasetError where it is none of COCO's."""
        content = read_json(path, "Download or export it again.")
        for key, holds in (("images", "its pictures"), ("annotations", "what is marked in them")):
            if not isinstance(content.get(key), list):
                raise DatasetError(
                    f"“{path.name}” has no list “{key}”, which in a COCO file holds {holds}.",
                    "Export the annotations again, in COCO’s format with boxes or outlines (“instances”).",
                )
        categories = content.get("categories")
        listed = [each for each in categories if isinstance(each, dict)] if isinstance(categories, list) else []
        classes = {_id(each.get("id")): class_name(str(each.get("name") or "")) for each in listed}
        above = frozenset(class_name(str(each.get("supercategory") or "")) for each in listed)
        model = answering_model(content.get("info"))
        return cls(path, content["images"], content["annotations"], classes, above, model)

    @property
    def real_classes(self) -> list[str]:
        """Those that things may have: not the background, nor one that only stands above others."""
        names = dict.fromkeys(self.classes.values())
        return [name for name in names if name not in self.placeholders and not is_background(name)]

    def read(self) -> Iterator[CocoPicture | Finding]:
        """The pictures in their order; notes on classes that are not listed, and on what belongs to no picture."""
        marked, unknown = self._by_image()
        yield from self._on_models()
        yield from self._on_classes(unknown)
        seen: set[str] = set()
        for row, image in enumerate(self.images, start=1):
            yield self._picture(row, image, marked, seen)
        lost = [row for key, rows in marked.items() if key not in seen for row in rows]
        if lost:
            reason = f"{len(lost):,} annotations are of pictures that are not listed, and are left out."
            yield row_finding(self.path, "unknown-picture", lost[0] + 1, reason, _AGAIN, "annotation")

    def _by_image(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Places of annotations by the id of their picture, and by the ids of classes that are not listed."""
        marked: defaultdict[str, list[int]] = defaultdict(list)
        unknown: defaultdict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self.annotations):
            about = each if isinstance(each, dict) else {}
            marked[_id(about.get("image_id"))].append(place)
            if not self.classes.get(_id(about.get("category_id"))):
                unknown[_id(about.get("category_id"))].append(place)
        return marked, unknown

    def _on_models(self) -> Iterator[Finding]:
        scored = sum(isinstance(each, dict) and each.get("score") is not None for each in self.annotations)
        if self.model:
            yield model_answers(self.path, self.model)
        elif scored:
            yield scored_answers(self.path, scored, len(self.annotations))

    def _on_classes(self, unknown: Mapping[str, Sequence[int]]) -> Iterator[Finding]:
        for key, places in unknown.items():
            times = "once" if len(places) == 1 else f"{len(places):,} times"
            reason = f"Class number {key or '(none)'} has no name in this file, and is used {times}."
            what = f"It is called “{self._class(key)}” here; give it a name, or leave it out." if key else _LEFT_OUT
            yield row_note(self.path, "unknown-class", places[0] + 1, reason, what, "annotation")

    def _picture(
        self, row: int, image: Json, marked: Mapping[str, Sequence[int]], seen: set[str]
    ) -> CocoPicture | Finding:
        about = image if isinstance(image, dict) else {}
        key, name = _id(about.get("id")), next((about[name] for name in _NAMES if about.get(name)), None)
        if not key or not isinstance(name, str):
            reason = "This picture has no “id”, or no “file_name”, so that nobody can tell which one it is."
            return row_finding(self.path, "bad-row", row, reason, _AGAIN, "picture")
        if key in seen:
            reason = f"The picture “{name}” has the id {key}, as another one before it has; it is left out."
            return row_finding(self.path, "same-id", row, reason, _AGAIN, "picture")
        seen.add(key)
        things = tuple(Drawn(place + 1, self._shape(self.annotations[place])) for place in marked.get(key, ()))
        width, height = _number(about.get("width")), _number(about.get("height"))
        return CocoPicture(row, name, None if math.isnan(width + height) else (width, height), things)

    def _class(self, key: str) -> str:
        return self.classes.get(key) or (f"class {key}" if key else "")

    def _shape(self, about: Json) -> Shape:
        if not isinstance(about, dict):
            return Shape("", NOWHERE)
        rings, runs = _outline(about.get("segmentation"))
        box = _box(about.get("bbox"))
        if box is None or not (box.right - box.left and box.bottom - box.top):
            box = (box_of_runs(runs) if runs else box_around(rings) if rings else box) or NOWHERE
        return Shape(self._class(_id(about.get("category_id"))), box, rings, runs, about.get("iscrowd") in (1, True))


_AGAIN = "Export the annotations again."
_LEFT_OUT = "What is marked so is left out; give it a class."


def _id(value: Json) -> str:
    """Ids are numbers or texts, and some programs write one where they mean the other."""
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _number(value: Json) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _box(value: Json) -> Box | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    left, top, width, height = map(_number, value)
    return Box(left, top, left + width, top + height)


def _outline(value: Json) -> tuple[tuple[Ring, ...], Runs | None]:
    """Rings or runs, whichever there are; what is neither is left to who looks at them."""
    if isinstance(value, dict):
        return (), _runs(value)
    if not isinstance(value, list) or not value:
        return (), None
    rings = value if all(isinstance(ring, list) for ring in value) else [value]
    return tuple(tuple(map(_number, ring)) for ring in rings if ring), None


def _runs(value: dict[str, Json]) -> Runs:
    """Without any length where they cannot be read."""
    size, counts = value.get("size"), value.get("counts")
    try:
        height, width = (int(each) for each in size) if isinstance(size, list) else (0, 0)
        return Runs(height, width, unpacked(counts) if isinstance(counts, str) else tuple(map(int, counts or ())))
    except (TypeError, ValueError, OverflowError):
        return Runs(0, 0, ())
