"""Makers of questions about texts, as files of SQuAD's kind hold them, and what was read of them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ptstudio.core.dataset import Sample
from ptstudio.core.spans import Span
from tests.helpers.texts import write

CITY = "Ada lived in London. In London she wrote about engines."


def question(said: str, *answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    """A question with its answers and where they begin."""
    listed = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": f"id-{said}", "question": said, "answers": listed, **more}


def squad(path: Path, paragraphs: Mapping[str, Sequence[Any]]) -> Path:
    """A file with one article; the questions by their text."""
    listed = [{"context": context, "qas": list(questions)} for context, questions in paragraphs.items()]
    return write(path, json.dumps({"version": "1.1", "data": [{"title": "T", "paragraphs": listed}]}))


def answered(sample: Sample) -> tuple[str, list[tuple[str, int]]]:
    """The question, and its answers with where they begin."""
    text, said, answers = (sample.fields[field] for field in ("text", "question", "answers"))
    assert isinstance(text, str)
    assert isinstance(said, str)
    assert isinstance(answers, tuple)
    assert all(isinstance(span, Span) and 0 <= span.start < span.end <= len(text) for span in answers)
    return said, [(span.of(text), span.start) for span in answers]
