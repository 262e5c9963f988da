"""A text and what is marked in it, as programs for marking texts write it into JSON; not whether that makes sense."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ptstudio.data._folders import class_name
from ptstudio.data._json_records import Json
from ptstudio.data._text import snippet, whole

_MARKS = ("label", "labels", "entities", "spans")
_STARTS = ("start", "start_offset")
_ENDS = ("end", "end_offset")
_REJECTED = ("reject", "ignore")


class Mark(NamedTuple):
    """From the character `start` to the one before `end`, as the file counts; `said` is the text that it says there is.

    Of several classes the first counts.
    """

    start: int
    end: int
    classes: tuple[str, ...]
    said: str | None = None


class Problem(NamedTuple):
    """What is wrong with a text or its marks; it keeps the text out unless it `is_note` only."""

    kind: str
    reason: str
    remedy: str
    is_note: bool = False


@dataclass(frozen=True)
class MarkedText:
    """A text, what is marked in it, what is to be known of it, and how all this is written, in words."""

    text: str
    marks: tuple[Mark, ...]
    style: str
    notes: tuple[Problem, ...] = ()


def marked_text(content: Mapping[str, Json]) -> MarkedText | Problem:
    """What a record holds."""
    data = content.get("data")
    if isinstance(data, dict):
        return _of_label_studio(_only_text(data), content.get("annotations", content.get("completions")))
    text = content.get("text")
    if not isinstance(text, str):
        return _NO_TEXT
    if content.get("answer") in _REJECTED:
        return _NOT_MARKED
    lists = [content[key] for key in _MARKS if isinstance(content.get(key), list)]
    if not lists:
        return _NOT_MARKED
    items = next((items for items in lists if items and isinstance(items[0], list | dict)), lists[0])
    return _with_marks(text, items, _style(items))


def _of_label_studio(text: str | None, annotations: Json) -> MarkedText | Problem:
    if text is None:
        return _NO_TEXT
    every = annotations if isinstance(annotations, list) else []
    kept = [each.get("result") for each in every if isinstance(each, dict) and not each.get("was_cancelled")]
    results = [each for each in kept if isinstance(each, list)]
    if not results:
        return _NOT_MARKED
    values = [item.get("value") for item in results[0] if isinstance(item, dict)]
    marks = [value for value in values if isinstance(value, dict) and any(key in value for key in _STARTS)]
    found = _with_marks(text, marks, "annotations of Label Studio")
    if isinstance(found, Problem) or len(results) == 1:
        return found
    reason = f"This text was annotated {len(results)} times; only the first annotation is used."
    note = Problem("several-annotations", reason, "Decide for one, and export again.", is_note=True)
    return replace(found, notes=(*found.notes, note))


def _only_text(data: Mapping[str, Json]) -> str | None:
    """Under `text`, or, as people may call it anything, the only text that there is."""
    texts = [value for value in data.values() if isinstance(value, str)]
    named = data.get("text")
    return named if isinstance(named, str) else texts[0] if len(texts) == 1 else None


def _style(items: Sequence[Json]) -> str:
    """How marks are written, in words."""
    if not items or isinstance(items[0], list):
        return "lists of start, end and class, as doccano and spaCy write them"
    if isinstance(items[0], dict) and "labels" in items[0]:
        return "marks of Label Studio"
    return "objects with start, end and class"


def _with_marks(text: str, items: Sequence[Json], style: str) -> MarkedText | Problem:
    marks = []
    for item in items:
        mark = _mark(item)
        if mark is None:
            reason = f"“{snippet(json.dumps(item), 60)}” does not tell where a span begins and ends, and its class."
            return Problem("bad-span", reason, "Write [start, end, class], in characters from 0.")
        marks.append(mark)
    several = next((mark for mark in marks if len(mark.classes) > 1), None)
    notes = (_several_classes(several),) if several else ()
    return MarkedText(whole(text), tuple(marks), style, notes)


def _mark(item: Json) -> Mark | None:
    if isinstance(item, list) and len(item) >= 3:
        start, end, classes, said = *item[:3], None
    elif isinstance(item, dict):
        start, end = (next((item[key] for key in keys if key in item), None) for keys in (_STARTS, _ENDS))
        classes, said = item.get("labels", item.get("label")), item.get("text")
    else:
        return None
    places = [place for place in map(_number, (start, end)) if place is not None]
    names = [_class(each) for each in (classes if isinstance(classes, list) else [classes])]
    known = tuple(name for name in names if name)
    if len(places) < 2 or not known:
        return None
    return Mark(places[0], places[1], known, whole(said) if isinstance(said, str) and said else None)


def _number(value: Json) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _class(value: Json) -> str:
    return class_name(whole(str(value))) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _several_classes(mark: Mark) -> Problem:
    names = ", ".join(f"“{name}”" for name in mark.classes[:5])
    reason = f"Something has several classes here ({names}), of which only the first is used."
    return Problem("several-labels", reason, "Put the class first that fits best.", is_note=True)


_NO_TEXT = Problem("empty-text", "There is no text here.", "Write it under “text”, or remove this record.")
_NOT_MARKED = Problem(
    "not-annotated",
    "Nobody has marked this text, or its marks were rejected; that is not the same as a text without entities.",
    "Mark it, or leave it out.",
)
