"""The rule by which a rate is suggested, and how rates are written."""

import math

import pytest

from ptstudio.core.rate_test import RatePoint, RateTest, rate_words, suggested


def curve(lowest_at: float, fall: float = 1.0) -> tuple[RatePoint, ...]:
    """A loss of 2 that falls by `fall` to a valley, and rises beyond it."""
    rates = [10 ** (-6 + step / 14) for step in range(99)]
    return tuple(
        RatePoint(learning_rate=rate, loss=2 - fall + min(fall, fall * abs(math.log10(rate / lowest_at)) / 3))
        for rate in rates
    )


def test_a_tenth_of_the_rate_with_the_lowest_loss_is_suggested() -> None:
    assert suggested(curve(0.1)) == pytest.approx(0.01, rel=0.1)
    assert suggested(curve(0.003)) == pytest.approx(0.0003, rel=0.1)


def test_a_loss_that_hardly_falls_suggests_nothing() -> None:
    assert suggested(curve(0.1, fall=0.05)) is None
    assert suggested(()) is None


def test_the_reason_names_where_the_loss_was_lowest_and_what_is_usual() -> None:
    points = curve(0.1)
    found = RateTest(
        setting="learning_rate", phase="A phase", usual=0.001, points=points, suggestion=suggested(points), seconds=1
    )
    assert "lowest at 0.1," in found.reason.say()
    assert found.reason.say().endswith("it is 0.001.")
    nothing = found.model_copy(update={"suggestion": None})
    assert "keep the rate as it is, 0.001" in nothing.reason.say()


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.01, "0.01"), (0.00123, "0.0012"), (1e-6, "0.000001"), (2.56e-5, "0.000026"), (10.0, "10"), (0.999, "1")],
)
def test_rates_are_written_out(rate: float, words: str) -> None:
    assert rate_words(rate) == words
