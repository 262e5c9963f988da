"""What is said of places that were marked rightly or wrongly."""

import pytest

from ptstudio.core.marked_words import WORDS, match_rows, told
from ptstudio.core.prediction import FoundSpan
from ptstudio.core.report import SpanMatches, WhatIsMarked

MATCHES = SpanMatches(exact=3, other_class=0, other_bounds=1, both_other=0, missed=4, invented=2)


def test_other_classes_are_told_only_where_any_was_taken_for_another() -> None:
    assert match_rows(MATCHES) == [("Found exactly", 3), ("Other bounds", 1), ("Missed", 4)]
    mixed = MATCHES.model_copy(update={"other_class": 2})
    assert [title for title, _ in match_rows(mixed)] == list(WORDS["places"].matches)


def test_answers_have_words_of_their_own() -> None:
    answers = MATCHES.model_copy(update={"of": "answers"})
    assert match_rows(answers) == [("Right to the word", 3), ("Some of its words", 1), ("Missed", 4)]


@pytest.mark.parametrize(("of", "nothing"), [("places", "—"), ("answers", "no answer")])
def test_nothing_is_told_too(of: WhatIsMarked, nothing: str) -> None:
    place = FoundSpan(start=0, end=4, label="person", probability=1.0)
    assert told("Anna left.", [place], of) == "Anna (person)"
    assert told("Anna left.", [], of) == nothing
