"""What a file says of a model that has found what is in it, instead of people."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ptstudio.core.dataset import Finding
from ptstudio.core.found_by import KEY, READ_ME, warned_of
from ptstudio.data._json_records import Json

_LONGEST_LINE = 2_000


def answering_model(facts: Json) -> str:
    """Who found what is in a file with these facts, as PTStudio writes it; nobody, where they say nothing of it."""
    said = facts.get(KEY) if isinstance(facts, Mapping) else None
    return said if isinstance(said, str) else ""


def answers_in(folder: Path) -> Iterator[Finding]:
    """That the note in a folder says who found what is in it, if so."""
    try:
        with (folder / READ_ME).open(encoding="utf-8", errors="replace") as file:
            model = warned_of(file.readline(_LONGEST_LINE))
    except OSError:
        return
    if model:
        yield model_answers(folder / READ_ME, model)


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
