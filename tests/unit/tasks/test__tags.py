"""Places as tags and back."""

from hypothesis import given
from hypothesis import strategies as st

from ptstudio.tasks._tags import Marked, places_of, tags_for, tags_of

WORDS = [(0, 4), (5, 10), (11, 13), (14, 18), (18, 19)]


def test_a_place_begins_and_goes_on() -> None:
    assert tags_of(WORDS, [Marked(5, 13, 0), Marked(14, 18, 2)]) == [0, 1, 2, 5, 0]


def test_a_place_that_is_off_the_words_takes_those_that_it_touches() -> None:
    assert tags_of(WORDS, [Marked(7, 12, 1)]) == [0, 3, 4, 0, 0]


def test_a_word_belongs_to_the_first_place_that_touches_it() -> None:
    assert tags_of(WORDS, [Marked(0, 7, 0), Marked(7, 13, 1)]) == [1, 2, 3, 0, 0]


def test_neighbours_of_one_class_stay_apart() -> None:
    marked = [Marked(0, 4, 0), Marked(5, 10, 0)]
    assert places_of(WORDS, tags_of(WORDS, marked), [1.0] * 5) == marked


def test_what_goes_on_without_a_beginning_begins() -> None:
    assert places_of(WORDS, [2, 2, 0, 4, 2], [0.9] * 5) == [
        Marked(0, 10, 0, 0.9), Marked(14, 18, 1, 0.9), Marked(18, 19, 0, 0.9),
    ]  # fmt: skip


def test_a_place_is_as_probable_as_its_least_probable_word() -> None:
    assert places_of(WORDS, [1, 2, 2, 0, 0], [0.9, 0.4, 0.8, 1, 1]) == [Marked(0, 13, 0, 0.4)]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_places_survive_being_tagged(tags: list[int]) -> None:
    words = [(3 * number, 3 * number + 2) for number in range(len(tags))]
    marked = places_of(words, tags, [1.0] * len(tags))
    assert places_of(words, tags_of(words, marked), [1.0] * len(tags)) == marked
    assert all(tag < tags_for(2) for tag in tags_of(words, marked))
