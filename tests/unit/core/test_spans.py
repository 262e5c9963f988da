"""Spans count characters of Python, and are brought into an order in which each has its own room."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ptstudio.core.spans import Span, apart, trimmed

SPANS = st.lists(
    st.builds(
        lambda start, length, label: Span(start, start + length, label),
        st.integers(0, 12),
        st.integers(1, 6),
        st.sampled_from("ab"),
    )
)


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def test_what_a_span_marks_is_counted_in_characters() -> None:
    text = "👩‍🔬 Zoë, שרה and 東京"
    assert Span(4, 7, "person").of(text) == "Zoë"
    assert Span(9, 12, "person").of(text) == "שרה"
    assert Span(17, 19, "place").of(text) == "東京"


def test_white_space_is_taken_off_the_edges() -> None:
    assert trimmed(Span(2, 8, "a"), "xx one\u00a0\n yy") == Span(3, 6, "a")
    assert trimmed(Span(1, 3, "a"), "x   y") == Span(3, 3, "a")
    assert trimmed(Span(0, 2, "a"), "one") == Span(0, 2, "a")


def test_of_two_that_overlap_the_longer_stays_and_of_two_as_long_the_first() -> None:
    york, new_york, city = Span(4, 8, "place"), Span(0, 8, "place"), Span(9, 13, "thing")
    assert apart([city, york, new_york]) == ((new_york, city), (york,))
    assert apart([Span(2, 4, "b"), Span(1, 3, "a")]) == ((Span(1, 3, "a"),), (Span(2, 4, "b"),))
    assert apart([Span(1, 3, "b"), Span(1, 3, "a")]) == ((Span(1, 3, "b"),), (Span(1, 3, "a"),))


def test_touching_is_no_overlap_and_the_same_twice_is_once() -> None:
    assert apart([Span(2, 4, "b"), Span(0, 2, "a"), Span(2, 4, "b")]) == ((Span(0, 2, "a"), Span(2, 4, "b")), ())


@given(SPANS)
def test_those_kept_are_apart_and_each_left_over_has_one_at_least_as_long_in_its_way(spans: list[Span]) -> None:
    kept, left_over = apart(spans)
    assert {*kept, *left_over} == set(spans)
    assert list(kept) == sorted(kept)
    assert not any(overlap(one, other) for one, other in combinations(kept, 2))
    for span in left_over:
        assert any(overlap(span, other) and other.end - other.start >= span.end - span.start for other in kept)
