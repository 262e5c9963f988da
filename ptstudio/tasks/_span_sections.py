"""The details of a report on marked places: class by class, partial matches apart, and the texts with mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.core.prediction import FoundSpan
from ptstudio.core.report import ClassRow, MarkedMistake, MarkedMistakes, PerClass, Section, SpanMatches
from ptstudio.tasks._span_evidence import COUNTS, FOUND, TRUE, unpacked
from ptstudio.tasks._span_metrics import by_class, overlapping
from ptstudio.tasks._tags import Marked

MOST_MISTAKES = 200


def sections(evidence: Mapping[str, np.ndarray], ids: Sequence[str], classes: Sequence[str]) -> tuple[Section, ...]:
    """All of them."""
    found, true = unpacked(evidence[FOUND]), unpacked(evidence[TRUE])
    rows = by_class(evidence[COUNTS])
    return (
        PerClass(rows=tuple(_row(label, row) for label, row in zip(classes, rows.tolist(), strict=True))),
        _matches(found, true),
        _mistakes(found, true, ids, classes),
    )


def named(places: Sequence[Marked], classes: Sequence[str]) -> tuple[FoundSpan, ...]:
    """Places with the names of their classes."""
    return tuple(
        FoundSpan(start=place.start, end=place.end, label=classes[place.kind], probability=place.probability)
        for place in places
    )


def _row(label: str, row: Sequence[float]) -> ClassRow:
    precision, recall, f1, support = row
    return ClassRow(label=label, precision=precision, recall=recall, f1=f1, support=int(support))


def _matches(found: Sequence[Sequence[Marked]], true: Sequence[Sequence[Marked]]) -> SpanMatches:
    """Each place by the best that was marked on it."""
    fates: Counter[str] = Counter()
    for claimed, there in zip(found, true, strict=True):
        fates.update(_fate(place, overlapping(place, claimed)) for place in there)
        fates["invented"] += sum(not overlapping(place, there) for place in claimed)
    return SpanMatches(
        exact=fates["exact"],
        other_class=fates["other_class"],
        other_bounds=fates["other_bounds"],
        both_other=fates["both_other"],
        missed=fates["missed"],
        invented=fates["invented"],
    )


def _fate(place: Marked, claimed: Sequence[Marked]) -> str:
    same_bounds = [other for other in claimed if (other.start, other.end) == (place.start, place.end)]
    if same_bounds:
        return "exact" if same_bounds[0].kind == place.kind else "other_class"
    if any(other.kind == place.kind for other in claimed):
        return "other_bounds"
    return "both_other" if claimed else "missed"


def _mistakes(
    found: Sequence[Sequence[Marked]], true: Sequence[Sequence[Marked]], ids: Sequence[str], classes: Sequence[str]
) -> MarkedMistakes:
    wrong: list[tuple[float, int]] = []
    for number, (claimed, there) in enumerate(zip(found, true, strict=True)):
        right = {(place.start, place.end, place.kind) for place in there}
        said = {(place.start, place.end, place.kind): place.probability for place in claimed}
        if right != said.keys():
            wrong.append((max((share for key, share in said.items() if key not in right), default=0.0), number))
    wrong.sort(key=lambda each: (-each[0], each[1]))
    return MarkedMistakes(
        mistakes=tuple(
            MarkedMistake(sample=ids[number], truth=named(true[number], classes), said=named(found[number], classes))
            for _, number in wrong[:MOST_MISTAKES]
        )
    )
