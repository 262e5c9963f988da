"""Which classes a sample has by what it holds: one (`label`), several (`labels`), those of marked places (`spans`), of
things in a picture (`shapes`), or of its pixels (`mask`).

A sample without spans or shapes, or with no label of several, is a sample all the same.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from ptstudio.core.shapes import MaskFile, Shape
from ptstudio.core.spans import Span

Classes = tuple[str, ...]
Class = TypeVar("Class", int, str)
NOTHING = "—"
"""What is said of a sample without any class."""
FIELDS = ("label", "labels", "spans", "shapes", "mask")
"""What of a sample names its classes."""
ANSWER, NO_ANSWER = "answer", "no answer"
"""The classes of questions about texts: the text holds an answer, or none."""


def are_answers(classes: Collection[str]) -> bool:
    """Whether these only say of questions that they have an answer, or none, so that they tell no subjects apart."""
    return bool(classes) and set(classes) <= {ANSWER, NO_ANSWER}


def classes_of(fields: Mapping[str, object]) -> Classes:
    """The classes, in their order; one for each span or shape."""
    marked = tuple(span.label for span in _spans(fields)) or tuple(shape.label for shape in _shapes(fields))
    return marked or _in_mask(fields) or _several(fields) or _one(fields)


def renamed(fields: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """The same with other names for some classes."""
    if not any(name in names for name in classes_of(fields)):
        return fields
    return _with_classes(fields, lambda name: names.get(name, name))


def without(fields: Mapping[str, object], classes: Collection[str]) -> Mapping[str, object] | None:
    """The same without some classes; nothing where a sample has its only class from among them."""
    if not any(name in classes for name in classes_of(fields)):
        return fields
    if "label" in fields:
        return None
    return _with_classes(fields, lambda name: None if name in classes else name)


def in_words(classes: Sequence[str]) -> str:
    """For a person to read, each once."""
    return ", ".join(dict.fromkeys(classes)) or NOTHING


def counted(classes: Sequence[str]) -> str:
    """For a person to read, each once with how often it is there, the most frequent first."""
    counts = sorted(Counter(classes).items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count:,} {name}" for name, count in counts) or NOTHING


def in_one(classes: Sequence[str]) -> str:
    """One class as it is, others in a text that tells them from all others."""
    return classes[0] if len(classes) == 1 else str(tuple(classes))


def rarest(kinds: Mapping[tuple[Class, ...], int], none: Class) -> dict[tuple[Class, ...], Class]:
    """Of samples that have the same classes, with how many there are of each kind, the class that is rarest among all,
    by which they are divided evenly; `none` for those without.
    """
    sizes: Counter[Class] = Counter()
    for classes, samples in kinds.items():
        sizes.update(dict.fromkeys(classes, samples))
    places = {each: place for place, each in enumerate(sorted(sizes, key=lambda each: (sizes[each], each)))}
    return {classes: min(classes, key=places.__getitem__, default=none) for classes in kinds}


def _with_classes(fields: Mapping[str, object], name_of: Callable[[str], str | None]) -> Mapping[str, object]:
    named: Mapping[str, object] = {
        "label": next(iter(map(name_of, _one(fields))), None),
        "labels": tuple(sorted({name for each in _several(fields) if (name := name_of(each)) is not None})),
        "spans": tuple(
            span._replace(label=name) for span in _spans(fields) if (name := name_of(span.label)) is not None
        ),
        "shapes": tuple(
            shape._replace(label=name) for shape in _shapes(fields) if (name := name_of(shape.label)) is not None
        ),
        "mask": _renamed_mask(fields.get("mask"), name_of),
    }
    return {**fields, **{key: value for key, value in named.items() if key in fields}}


def _renamed_mask(mask: object, name_of: Callable[[str], str | None]) -> object:
    if not isinstance(mask, MaskFile):
        return mask
    legend = ((value, name_of(label)) for value, label in mask.legend)
    return mask._replace(legend=tuple((value, name) for value, name in legend if name is not None))


def _spans(fields: Mapping[str, object]) -> tuple[Span, ...]:
    found = fields.get("spans")
    return found if isinstance(found, tuple) else ()


def _shapes(fields: Mapping[str, object]) -> tuple[Shape, ...]:
    found = fields.get("shapes")
    return found if isinstance(found, tuple) else ()


def _in_mask(fields: Mapping[str, object]) -> Classes:
    found = fields.get("mask")
    return tuple(dict.fromkeys(label for _, label in found.legend)) if isinstance(found, MaskFile) else ()


def _several(fields: Mapping[str, object]) -> Classes:
    found = fields.get("labels")
    return found if isinstance(found, tuple) else ()


def _one(fields: Mapping[str, object]) -> Classes:
    found = fields.get("label")
    return (found,) if isinstance(found, str) else ()
