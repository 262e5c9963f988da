"""A loss out of control is found out, a hard batch is not taken for one."""

import math

import pytest
import torch

from ptstudio.core.errors import Diverged
from ptstudio.engine.learning.divergence import LONG, START_STEPS, Arrivals, Trend, raise_if_not_finite


def after(*losses: float) -> Trend:
    trend = Trend()
    for loss in losses:
        trend = trend.after(loss)
    return trend


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_found_at_once(loss: float) -> None:
    with pytest.raises(Diverged, match="no longer a number"):
        Trend().after(loss)
    with pytest.raises(Diverged):
        raise_if_not_finite(loss)


def test_a_loss_far_beyond_its_start_for_long_is_out_of_control() -> None:
    with pytest.raises(Diverged, match="more than 4 times"):
        after(*[1.0] * START_STEPS, *[9.0] * (LONG + 20))


@pytest.mark.parametrize(
    "losses",
    [
        [1.0] * START_STEPS + [3.9] * 500,
        ([1.0] * 20 + [100.0]) * 20,
        [0.01] * START_STEPS + [0.01] * 500,
        [0.0] * START_STEPS + [5.0] * 500,
        [1.0] * START_STEPS + [9.0] * (LONG - 10) + [0.5] * 200,
    ],
    ids=["higher", "a hard batch now and then", "flat", "from nothing", "recovered"],
)
def test_what_is_only_rough_is_left_alone(losses: list[float]) -> None:
    assert after(*losses).steps == len(losses)


def test_a_trend_that_was_written_down_goes_on_as_it_was() -> None:
    trend = after(1.0, 2.0, 3.0)
    assert Trend.from_text(trend.to_text()).after(2.5) == trend.after(2.5)


def test_losses_of_a_processor_arrive_at_once() -> None:
    arrivals = Arrivals()
    assert arrivals.take(torch.tensor(0.5), 8) == [(0.5, 8)]
    assert arrivals.rest() == []
