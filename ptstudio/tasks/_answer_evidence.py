"""What was answered, what was right, and how right that is, as arrays with one value for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ptstudio.tasks._answer_chances import NONE
from ptstudio.tasks._answer_metrics import score
from ptstudio.tasks._span_evidence import FOUND, TRUE, packed
from ptstudio.tasks._tags import Marked

EXACT, F1 = "exact", "f1"


def judged(
    found: Sequence[Sequence[Marked]], true: Sequence[Sequence[Marked]], texts: Sequence[str]
) -> dict[str, np.ndarray]:
    """Of each question what may answer it, the best first, all right answers, and the figures of the best by words."""
    scores = [
        score(_said(places[0], text), [_said(place, text) for place in right])
        for places, right, text in zip(found, true, texts, strict=True)
    ]
    exact, f1 = np.array(scores, dtype=np.float64).reshape(-1, 2).T
    return {FOUND: packed(found), TRUE: packed(true), EXACT: exact, F1: f1}


def measure(evidence: Mapping[str, np.ndarray]) -> dict[str, float]:
    """The means."""
    return {key: float(evidence[key].mean()) for key in (F1, EXACT)}


def resampled(evidence: Mapping[str, np.ndarray], chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The same of the questions that `chosen` (resamples, questions) names, each (resamples,)."""
    return {key: evidence[key][chosen].mean(axis=1) for key in (F1, EXACT)}


def is_none(place: Marked) -> bool:
    """Whether it says that there is no answer."""
    return (place.start, place.end) == NONE


def _said(place: Marked, text: str) -> str:
    return text[place.start : place.end]
