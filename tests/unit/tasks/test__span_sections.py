"""What a report says of marked places."""

import numpy as np

from ptstudio.core.report import MarkedMistakes, PerClass, SpanMatches
from ptstudio.tasks._span_evidence import COUNTS, FOUND, TRUE, packed
from ptstudio.tasks._span_metrics import counts
from ptstudio.tasks._span_sections import sections
from ptstudio.tasks._tags import Marked

TRUTHS = [
    [Marked(0, 4, 0), Marked(5, 9, 1)],
    [Marked(0, 4, 0), Marked(5, 9, 0), Marked(10, 14, 1)],
    [],
]
ANSWERS = [
    [Marked(0, 4, 0, 0.9), Marked(5, 9, 1, 0.8)],
    [Marked(0, 4, 1, 0.6), Marked(5, 14, 0, 0.7)],
    [Marked(2, 3, 1, 0.99)],
]


def evidence_of(found: list[list[Marked]], true: list[list[Marked]], kinds: int) -> dict[str, np.ndarray]:
    places = {FOUND: packed(found), TRUE: packed(true)}
    return {**places, COUNTS: counts(places, kinds)}


def test_partial_matches_are_counted_apart_and_mistakes_ordered() -> None:
    per_class, matches, wrong = sections(evidence_of(ANSWERS, TRUTHS, 2), ["a", "b", "c"], ["place", "time"])
    assert isinstance(per_class, PerClass)
    assert [(row.label, row.support, row.recall) for row in per_class.rows] == [("place", 3, 1 / 3), ("time", 2, 0.5)]
    assert matches == SpanMatches(exact=2, other_class=1, other_bounds=1, both_other=1, missed=0, invented=1)
    assert isinstance(wrong, MarkedMistakes)
    assert [mistake.sample for mistake in wrong.mistakes] == ["c", "b"]
    assert [span.label for span in wrong.mistakes[1].truth] == ["place", "place", "time"]
    assert wrong.mistakes[0].said[0].probability == 0.99


def test_what_nobody_marked_is_missed() -> None:
    _, matches, _ = sections(evidence_of([[]], [[Marked(0, 1, 0)]], 1), ["a"], ["place"])
    assert matches == SpanMatches(exact=0, other_class=0, other_bounds=0, both_other=0, missed=1, invented=0)
