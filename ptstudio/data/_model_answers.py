"""What a file says of a model that has found what is in it, instead of people."""

from collections.abc import Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.core.found_by import KEY
from ptstudio.data._json_records import Json


def answering_model(facts: Json) -> str:
    """Who found what is in a file with these facts, as PTStudio writes it; nobody, where they say nothing of it."""
    said = facts.get(KEY) if isinstance(facts, Mapping) else None
    return said if isinstance(said, str) else ""


def model_answers(source: Path, model: str) -> Finding:
    """That a file says who found what is in it."""
    return _no_labels(source, f"“{source.name}” says that they were found by {model}")


def scored_answers(source: Path, scored: int, annotations: int) -> Finding:
    """That so many of all annotations in a file have a score, which people do not give."""
    return _no_labels(source, f"{scored:,} of {annotations:,} annotations in “{source.name}” have a “score”")


def _no_labels(source: Path, said: str) -> Finding:
    return Finding(
        kind="model-answers",
        severity="warning",
        path=str(source),
        reason=f"These are the answers of a model, not labels: {said}. Who learns from them learns its mistakes, too, "
        "and figures measured on them only say how well the two agree.",
        remedy="Look at them, and put right what is wrong, before a model learns from them.",
    )
