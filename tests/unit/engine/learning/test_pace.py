"""What a phase still takes, from what it has taken."""

from ptstudio.engine.learning.pace import Pace


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def test_steps_and_the_measuring_after_them_are_foreseen_apart() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(4):
        clock.time += 0.5
        pace.step_ended()
    assert pace.remaining_s(steps=8, epochs=3) == 4.0, "an end of an epoch is not known yet"
    clock.time += 3.0
    pace.epoch_ended()
    assert pace.step_s == 0.5
    assert pace.remaining_s(steps=8, epochs=2) == 10.0


def test_a_rest_counts_for_nothing() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.time += 1.0
    pace.step_ended()
    clock.time += 600.0
    pace.go_on()
    clock.time += 1.0
    pace.step_ended()
    assert pace.step_s == 1.0


def test_a_machine_that_slept_in_the_middle_of_a_step_has_not_worked() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(4):
        clock.time += 0.5
        pace.step_ended()
    clock.time += 8 * 3600.0
    pace.step_ended()
    assert pace.step_s == 0.5
    clock.time -= 100.0
    pace.step_ended()
    assert 0 < pace.step_s <= 0.5, "a clock that goes back counts for nothing"
