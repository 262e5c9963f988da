"""Times, sizes and counts as a person reads them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptstudio.app import formats


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "1 s"),
        (0.4, "1 s"),
        (59.6, "60 s"),
        (89, "89 s"),
        (90, "2 min"),
        (89.4 * 60, "89 min"),
        (90 * 60, "1 h 30 min"),
        (2 * 3600, "2 h"),
        (119.7 * 60, "2 h"),
        (26 * 3600 + 60, "26 h 1 min"),
    ],
)
def test_a_duration_has_the_unit_that_suits_it(seconds: float, shown: str) -> None:
    assert formats.duration(seconds) == shown


@given(st.floats(min_value=0, max_value=1e7))
def test_no_duration_shows_sixty_minutes_beside_hours(seconds: float) -> None:
    assert " 60 min" not in formats.duration(seconds)


def test_what_is_not_known_is_not_shown() -> None:
    assert formats.remaining(None) == ""
    assert formats.remaining(30) == "about 30 s left"


def test_shares_and_counts() -> None:
    assert formats.share(0.8312) == "83.1 %"
    assert formats.share(1.0, 0) == "100 %"
    assert formats.count(1797) == "1,797"


def test_samples_and_classes_are_counted_in_words() -> None:
    assert [formats.samples(number) for number in (0, 1, 1200)] == ["0 samples", "1 sample", "1,200 samples"]
    assert [formats.classes(number) for number in (1, 2)] == ["1 class", "2 classes"]


def test_a_sentence_ends_once() -> None:
    assert formats.sentence("3 folders with pictures") == "3 folders with pictures."
    assert [formats.sentence(words) for words in ("", "Done.", "Why?")] == ["", "Done.", "Why?"]


def test_a_moment_is_shown_in_local_time() -> None:
    moment = datetime(2026, 3, 1, 12, 30).astimezone()
    assert formats.day(moment.timestamp()) == "2026-03-01 12:30"
    assert formats.day(moment.isoformat()) == "2026-03-01 12:30"
