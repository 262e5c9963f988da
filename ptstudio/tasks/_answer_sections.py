"""The details of a report on answers: whether there is one, partial matches apart, and the texts with mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.prediction import FoundSpan
from ptstudio.core.report import ClassRow, MarkedMistake, MarkedMistakes, PerClass, Section, SpanMatches
from ptstudio.core.sample_classes import ANSWER, NO_ANSWER
from ptstudio.tasks._answer_evidence import EXACT, F1, is_none
from ptstudio.tasks._span_evidence import FOUND, TRUE, unpacked
from ptstudio.tasks._span_sections import MOST_MISTAKES
from ptstudio.tasks._tags import Marked


def sections(evidence: Mapping[str, np.ndarray], ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """All of them; whether there is an answer is told apart only where it was to be learned."""
    said = [places[0] for places in unpacked(evidence[FOUND])]
    true = unpacked(evidence[TRUE])
    is_said = np.array([not is_none(place) for place in said], dtype=bool)
    is_there = np.array([bool(places) for places in true], dtype=bool)
    rows = (_row(ANSWER, is_said, is_there), _row(NO_ANSWER, ~is_said, ~is_there))
    told_apart = (PerClass(rows=rows),) if len(classes) > 1 else ()
    return (*told_apart, _matches(evidence, is_said, is_there), _mistakes(said, true, evidence[EXACT], ids))


def named(places: Sequence[Marked]) -> tuple[FoundSpan, ...]:
    """Those that are answers."""
    return tuple(
        FoundSpan(start=place.start, end=place.end, label=ANSWER, probability=place.probability)
        for place in places
        if not is_none(place)
    )


def _row(label: str, is_said: np.ndarray, is_there: np.ndarray) -> ClassRow:
    """How often one of the two was said rightly."""
    hits, claimed, support = (int(each.sum()) for each in (is_said & is_there, is_said, is_there))
    return ClassRow(
        label=label,
        precision=hits / max(1, claimed),
        recall=hits / max(1, support),
        f1=2 * hits / max(1, claimed + support),
        support=support,
    )


def _matches(evidence: Mapping[str, np.ndarray], is_said: np.ndarray, is_there: np.ndarray) -> SpanMatches:
    """Each answer by what was said: to the word, with some of its words, or missed."""
    is_exact, is_near = is_there & (evidence[EXACT] > 0), is_there & (evidence[F1] > 0)
    return SpanMatches(
        of="answers",
        exact=int(is_exact.sum()),
        other_class=0,
        other_bounds=int((is_near & ~is_exact).sum()),
        both_other=0,
        missed=int((is_there & ~is_near).sum()),
        invented=int((is_said & ~is_near).sum()),
    )


def _mistakes(
    said: Sequence[Marked], true: Sequence[Sequence[Marked]], exact: np.ndarray, ids: Sequence[str]
) -> MarkedMistakes:
    wrong = sorted(np.flatnonzero(exact == 0).tolist(), key=lambda number: (-said[number].probability, number))
    return MarkedMistakes(
        of="answers",
        mistakes=tuple(
            MarkedMistake(sample=ids[number], truth=named(true[number]), said=named([said[number]]))
            for number in wrong[:MOST_MISTAKES]
        ),
    )
