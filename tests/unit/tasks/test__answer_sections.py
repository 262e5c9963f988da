"""What a report says of answers."""

import pytest

from ptstudio.core.report import MarkedMistakes, PerClass, SpanMatches
from ptstudio.tasks._answer_evidence import judged, measure
from ptstudio.tasks._answer_sections import sections
from ptstudio.tasks._tags import Marked

TEXT = "Ada Lovelace lived in London."
ADA, LONDON, NONE = Marked(0, 3, 0, 0.8), Marked(22, 28, 0, 0.9), Marked(0, 0, 0, 0.6)
FULL = Marked(0, 12, 0)
IDS = ["exact", "near", "elsewhere", "unsaid", "none", "invented"]
FOUND = [[LONDON], [ADA, NONE], [LONDON], [NONE], [NONE], [ADA]]
TRUE = [[LONDON], [FULL], [FULL], [ADA], [], []]
EVIDENCE = judged(FOUND, TRUE, [TEXT] * 6)


def test_answers_are_counted_by_what_became_of_them() -> None:
    told_apart, matches, wrong = sections(EVIDENCE, IDS, ["answer", "no answer"])
    assert isinstance(told_apart, PerClass)
    assert [(row.label, row.support, row.recall, row.precision) for row in told_apart.rows] == [
        ("answer", 4, 3 / 4, 3 / 4),
        ("no answer", 2, 1 / 2, 1 / 2),
    ]
    assert matches == SpanMatches(
        exact=1, other_class=0, other_bounds=1, both_other=0, missed=2, invented=2, of="answers"
    )
    assert isinstance(wrong, MarkedMistakes)
    assert [mistake.sample for mistake in wrong.mistakes] == ["elsewhere", "near", "invented", "unsaid"]
    assert [(span.start, span.end, span.label) for span in wrong.mistakes[0].truth] == [(0, 12, "answer")]
    assert [mistake.said == () for mistake in wrong.mistakes] == [False, False, False, True]


def test_where_all_questions_have_answers_there_is_nothing_to_tell_apart() -> None:
    assert [section.type for section in sections(EVIDENCE, IDS, ["answer"])] == ["SpanMatches", "MarkedMistakes"]


def test_the_figures_are_means_over_the_questions() -> None:
    assert measure(EVIDENCE) == pytest.approx({"exact": 2 / 6, "f1": (1 + 2 / 3 + 1) / 6})
