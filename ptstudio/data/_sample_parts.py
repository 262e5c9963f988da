"""A sample of a long text as several, each of a part of it, by what samples hold; it knows no task.

What stands in the text moves along: marked places, and answers. Of a question that has an answer, the parts that hold
it are kept, and one that does not, as a question without an answer: whoever has only seen parts with an answer is as
sure of one in any other part (Clark & Gardner 2018, arXiv:1710.10723), and long texts are read part by part. One is
enough, so that answers are not outnumbered. A pair of texts stays whole: what is true of both is not true of parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ptstudio.core.dataset import Sample
from ptstudio.core.sample_classes import NO_ANSWER
from ptstudio.core.spans import Span
from ptstudio.data._text_cuts import Part, parts_of

OVERLAP = 4
"""Parts begin a fourth of their length before the end of the one before, where places count: what stands around a place
tells what it is, and at an edge there is only half of that.
"""
_PLACES = ("spans", "answers")


class SampleParts(NamedTuple):
    """The samples that a longer one is divided into, and how many of its parts were left out."""

    samples: tuple[Sample, ...]
    left_out: int = 0


def sample_parts(sample: Sample, most_words: int) -> SampleParts:
    """A sample of a text of more than so many words in parts; itself, where it is shorter, or holds no text alone."""
    text = sample.fields.get("text")
    if not isinstance(text, str) or sample.fields.get("pair"):
        return SampleParts((sample,))
    places = [place for name in _PLACES for place in _places(sample.fields, name)]
    overlap = most_words // OVERLAP if any(name in sample.fields for name in _PLACES) else 0
    parts = parts_of(text, most_words, overlap, places)
    if len(parts) == 1:
        return SampleParts((sample,))
    fields = [_within(sample.fields, text, part) for part in parts]
    if _places(sample.fields, "answers"):
        fields = _asked(fields)
    return SampleParts(tuple(replace(sample, fields=each) for each in fields), len(parts) - len(fields))


def _asked(parts: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The parts that hold an answer, and the one behind them, or before them, as one that holds none."""
    holding = [number for number, part in enumerate(parts) if _places(part, "answers")]
    others = [number for number in range(len(parts)) if number not in holding]
    kept = [parts[number] for number in holding]
    if others:
        nearest = next((number for number in others if number > holding[-1]), others[-1])
        kept.append({**parts[nearest], "label": NO_ANSWER})
    return kept


def _within(fields: Mapping[str, object], text: str, part: Part) -> Mapping[str, object]:
    """What a part of the text holds, its places counted from where the part begins."""
    moved = {name: _moved(_places(fields, name), part) for name in _PLACES if name in fields}
    return {**fields, "text": text[part.start : part.end], **moved}


def _moved(places: tuple[Span, ...], part: Part) -> tuple[Span, ...]:
    return tuple(
        place._replace(start=place.start - part.start, end=place.end - part.start)
        for place in places
        if part.start <= place.start and place.end <= part.end
    )


def _places(fields: Mapping[str, object], name: str) -> tuple[Span, ...]:
    found = fields.get(name)
    return found if isinstance(found, tuple) else ()
