"""Marks of a text made into spans that can be learned from, with a note on everything that had to be mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ptstudio.core.spans import Span, apart, trimmed
from ptstudio.data._folders import listed
from ptstudio.data._text import damages, snippet, unusable
from ptstudio.data._text_marks import Mark, MarkedText, Problem
from ptstudio.data._word_edges import cuts_a_word


@dataclass(frozen=True)
class Tidied:
    """A text without white space at its ends; its spans, sorted, apart, none empty; and notes on what changed."""

    text: str
    spans: tuple[Span, ...]
    notes: tuple[Problem, ...]


def tidied(found: MarkedText) -> Tidied | Problem:
    """What can be learned from a text; a problem where its marks cannot be trusted, or where it is empty."""
    marks = _counted_as_here(found.text, found.marks)
    if problem := _untrusted(found.text, marks):
        return problem
    counted = () if marks is found.marks else (_COUNTED_OTHERWISE,)
    damaged = (Problem(*damage, is_note=True) for damage in damages(found.text))
    text, spans = _without_zeros(found.text, [Span(mark.start, mark.end, mark.classes[0]) for mark in marks])
    whole = text.strip()
    if problem_of_text := unusable(whole):
        return Problem(*problem_of_text)
    tight = [trimmed(span, text) for span in spans]
    kept, overlapping = apart(span for span in tight if span.of(text))
    notes = (*found.notes, *counted, *damaged, *_notes(text, spans, tight), *_notes_on_places(text, kept, overlapping))
    moved = len(text) - len(text.lstrip())
    return Tidied(whole, tuple(Span(start - moved, end - moved, label) for start, end, label in kept), notes)


def _counted_as_here(text: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks; in the places where JavaScript counts them, if only those hold what the marks say."""
    if all(mark.said is None or _is_right(text, mark) for mark in marks):
        return marks
    places = [place for place, character in enumerate(text) for _ in range(1 + (character > "\uffff"))] + [len(text)]
    if not all(0 <= place < len(places) for mark in marks for place in (mark.start, mark.end)):
        return marks
    moved = [mark._replace(start=places[mark.start], end=places[mark.end]) for mark in marks]
    return moved if all(_is_right(text, mark) for mark in moved) else marks


def _is_right(text: str, mark: Mark) -> bool:
    """Whether a mark lies in the text, over what it says that it marks."""
    is_inside = 0 <= mark.start <= mark.end <= len(text)
    return is_inside and (mark.said is None or _plain(mark.said) == _plain(text[mark.start : mark.end]))


def _plain(text: str) -> str:
    """But for white space, which Label Studio writes in another way."""
    return " ".join(text.replace("\\n", "\n").split())


def _untrusted(text: str, marks: Sequence[Mark]) -> Problem | None:
    wrong = next((mark for mark in marks if not _is_right(text, mark)), None)
    if wrong is None:
        return None
    place = f"characters {wrong.start:,} to {wrong.end:,}"
    if wrong.start > wrong.end:
        return Problem("span-outside", f"What is marked at {place} ends before it begins.", _MARK_ANEW)
    if wrong.start < 0 or wrong.end > len(text):
        reason = f"Something is marked at {place}, but the text has {len(text):,} characters."
        return Problem("span-outside", reason, _MARK_ANEW)
    reason = (
        f"“{snippet(wrong.said or '')}” should stand at {place}, but “{snippet(text[wrong.start : wrong.end])}” does."
    )
    return Problem("span-mismatch", reason, _MARK_ANEW)


def _without_zeros(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """Zero bytes are not learned from; what stands behind them moves."""
    if "\0" not in text:
        return text, list(spans)
    moved = [
        Span(start - text.count("\0", 0, start), end - text.count("\0", 0, end), label) for start, end, label in spans
    ]
    return text.replace("\0", ""), moved


def _notes(text: str, spans: Sequence[Span], tight: Sequence[Span]) -> Iterator[Problem]:
    """On what is marked beyond words."""
    empty = [span.start for span in tight if not span.of(text)]
    cut = [span for before, span in zip(spans, tight, strict=True) if before != span and span.of(text)]
    if empty:
        reason = f"At character {empty[0]:,} nothing is marked, or white space alone; that is left out."
        yield Problem("empty-span", reason, "Nothing need be done.", is_note=True)
    if cut:
        reason = f"White space at the edges of what is marked is not part of it: {_named(cut, text)}."
        yield Problem("trimmed-span", reason, "Nothing need be done.", is_note=True)


def _notes_on_places(text: str, kept: Sequence[Span], overlapping: Sequence[Span]) -> Iterator[Problem]:
    """On what is marked within something else, or goes through words."""
    cutting = [span for span in kept if cuts_a_word(text, span.start) or cuts_a_word(text, span.end)]
    if overlapping:
        reason = f"These overlap longer ones and are left out: {_named(overlapping, text)}."
        yield Problem("overlapping-spans", reason, "Each character can belong to one of them only.", is_note=True)
    if cutting:
        reason = f"These begin or end inside of a word: {_named(cutting, text)}. They are used as they are."
        yield Problem("span-in-word", reason, "If whole words are meant, mark these.", is_note=True)


def _named(spans: Sequence[Span], text: str) -> str:
    return listed([f"“{snippet(span.of(text))}” ({span.label})" for span in spans])


_MARK_ANEW = "Mark the text anew, or export it again together with its marks."
_COUNTED_OTHERWISE = Problem(
    "counted-otherwise",
    "The places of marks are counted as JavaScript does, where an emoji counts twice; they were put right.",
    "Nothing need be done.",
    is_note=True,
)
