"""What there is to read in a sample."""

from ptstudio.core.sample_texts import marked_in, texts_of
from ptstudio.core.spans import Span


def test_a_text_may_have_another_beside_it() -> None:
    assert texts_of({"text": "one"}) == ("one", "")
    assert texts_of({"text": "one", "pair": "two", "label": "a"}) == ("one", "two")
    assert texts_of({"text": "one", "question": "why?"}) == ("one", "why?")


def test_places_may_be_marked_in_it() -> None:
    place = Span(0, 3, "answer")
    assert marked_in({"text": "one", "label": "a"}) == ()
    assert marked_in({"text": "one", "spans": (place,)}) == (place,)
    assert marked_in({"text": "one", "answers": (place,), "label": "answer"}) == (place,)
