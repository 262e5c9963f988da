"""A question about a text and what answers it there, as files hold them, made into a sample; what is certain is mended.

A sample holds `text`, `question`, `answers` (a tuple of spans, several where several answers are right, none where the
text holds none) and as `label` whether there is an answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ptstudio.core.dataset import Finding, Sample, Split
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER
from ptstudio.core.spans import Span
from ptstudio.data._mapped_rows import row_finding, row_note
from ptstudio.data._text import clean_text, damages, snippet, unusable, whole
from ptstudio.data._text_marks import Problem


class Answer(NamedTuple):
    """What answers a question, and the character at which the file says that it begins."""

    text: str
    start: int | None = None


@dataclass(frozen=True)
class Asked:
    """A question about a text; where it has no answers, the text holds none. `name` tells it to a person."""

    text: str
    question: str
    answers: tuple[Answer, ...]
    name: str = ""


@dataclass(frozen=True)
class Place:
    """Where in a file a question stands, and what the file says of it."""

    path: Path
    row: int
    split: Split | None = None
    group: str | None = None


class _Placed(NamedTuple):
    """Where an answer stands, and a note if it had to be looked for."""

    span: Span
    note: Problem | None = None


def asked_sample(asked: Asked, place: Place) -> Iterator[Sample | Finding]:
    """The sample, after a note on everything that was mended; or why there is none."""
    text, question = whole(asked.text).replace("\0", " "), clean_text(whole(asked.question))
    found = [_placed(text, Answer(whole(answer.text).replace("\0", " "), answer.start)) for answer in asked.answers]
    problem = _unusable(text.strip(), question) or next((each for each in found if isinstance(each, Problem)), None)
    if problem is not None:
        yield row_finding(place.path, problem.kind, place.row, _of(asked, problem.reason), problem.remedy)
        return
    placed = [each for each in found if isinstance(each, _Placed)]
    notes = [each.note for each in placed if each.note is not None]
    for note in (*(Problem(*damage) for damage in damages(f"{asked.text} {asked.question}")), *notes):
        yield row_note(place.path, note.kind, place.row, _of(asked, note.reason), note.remedy)
    gone = len(text) - len(text.lstrip())
    spans = (each.span._replace(start=each.span.start - gone, end=each.span.end - gone) for each in placed)
    answers = tuple(dict.fromkeys(spans))
    fields = {
        "text": text.strip(),
        "question": question,
        "answers": answers,
        "label": ANSWER if answers else NO_ANSWER,
    }
    yield Sample(path=place.path, fields=fields, row=place.row, split=place.split, group=place.group)


def _of(asked: Asked, reason: str) -> str:
    return f"{reason} (Question {asked.name}.)" if asked.name else reason


def _unusable(text: str, question: str) -> Problem | None:
    """What keeps a question out, whatever its answers are."""
    if not question:
        return Problem("empty-question", "There is no question here.", "Fill it in, or remove this sample.")
    problem = unusable(text) or unusable(question)
    return Problem(*problem) if problem else None


def _placed(text: str, answer: Answer) -> _Placed | Problem:
    """Where an answer stands in a text: where it should, else at the one place where it can only be."""
    said = answer.text.strip()
    if not said:
        return Problem(
            "empty-answer", "There is an answer without any words.", "Write what answers the question, or remove it."
        )
    start = None if answer.start is None else answer.start + len(answer.text) - len(answer.text.lstrip())
    if start is not None and start >= 0 and text.startswith(said, start):
        return _Placed(_span(start, said))
    there = [match.start() for match in re.finditer(re.escape(said), text)]
    if not there:
        reason = f"The answer “{snippet(said)}” does not stand in its text."
        return Problem("answer-mismatch", reason, "Write the answer exactly as it stands in the text.")
    if start is None:
        return _Placed(_span(there[0], said)) if len(there) == 1 else _ambiguous(said, len(there))
    near = sorted(there, key=lambda place: abs(place - start))
    if len(near) > 1 and abs(near[0] - start) == abs(near[1] - start):
        return _ambiguous(said, len(there))
    reason = (
        f"“{snippet(said)}” does not begin at character {start:,} of its text, but at {near[0]:,}; that was mended."
    )
    return _Placed(_span(near[0], said), Problem("moved-answer", reason, "Nothing need be done.", is_note=True))


def _span(start: int, said: str) -> Span:
    return Span(start, start + len(said), ANSWER)


def _ambiguous(said: str, count: int) -> Problem:
    reason = f"The answer “{snippet(said)}” stands at {count:,} places of its text, and it is not clear which is meant."
    return Problem("answer-unclear", reason, "Say at which character it begins (from 0), as “answer_start”.")
