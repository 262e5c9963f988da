"""How fast a phase of training goes, and how long it will still take; knows no step and no epoch itself."""

import time
from collections.abc import Callable

ABSURD = 20.0
ABSURD_S = 30.0
"""A step that takes half a minute and twenty times the usual was not work: the machine slept, or was stopped."""


class Pace:
    """Learns what a step takes and what comes after an epoch's last step; rests between are not counted.

    Nor is a machine's sleep, over which the clock goes on under some systems.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._since = now()
        self._steps, self._steps_s = 0, 0.0
        self._ends, self._ends_s = 0, 0.0

    def go_on(self) -> None:
        """Work begins, at first or after a rest."""
        self._since = self._now()

    def step_ended(self) -> None:
        """A step was made."""
        past = self._past(self.step_s)
        self._steps, self._steps_s = self._steps + 1, self._steps_s + past

    def epoch_ended(self) -> None:
        """What follows an epoch's last step was done: the network was measured."""
        past = self._past(self._ends_s / max(1, self._ends))
        self._ends, self._ends_s = self._ends + 1, self._ends_s + past

    @property
    def step_s(self) -> float:
        """Seconds of a step; 0 before the first."""
        return self._steps_s / max(1, self._steps)

    def remaining_s(self, steps: int, epochs: int) -> float:
        """Seconds that so many steps and ends of epochs will take; an end counts once one is known."""
        return steps * self.step_s + epochs * self._ends_s / max(1, self._ends)

    def _past(self, usual_s: float) -> float:
        """Seconds since the last time; the usual ones where so many cannot have been work."""
        since, self._since = self._since, self._now()
        past = max(0.0, self._since - since)
        return usual_s if 0 < usual_s < past / ABSURD and past > ABSURD_S else past
