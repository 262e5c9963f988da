"""Round times on an axis, in words."""

import pytest

from ptstudio.app.time_axis import MOST_TICKS, ticks


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0009, 0.011, ["1 ms", "2 ms", "5 ms", "10 ms"]),
        (0.4, 12, ["500 ms", "1 s", "2 s", "5 s", "10 s"]),
        (40, 8000, ["1 min", "5 min", "20 min", "1 h"]),
        (0.0000123, 0.000055, ["0.02 ms", "0.05 ms"]),
    ],
)
def test_the_ticks(low: float, high: float, words: list[str]) -> None:
    assert [text for _, text in ticks(low, high)] == words


def test_there_are_never_too_many_and_none_outside() -> None:
    found = [seconds for seconds, _ in ticks(0.001, 90_000)]
    assert 3 <= len(found) <= MOST_TICKS
    assert all(0.001 <= seconds <= 90_000 for seconds in found)
