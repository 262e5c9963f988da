"""One trial of a search while it is under way: what it has reached, and when it is given up."""

import time
from collections.abc import Callable

from optuna import Trial

from ptstudio.core.events import EpochEnded
from ptstudio.core.metric import MetricFacts
from ptstudio.engine.learning.setup import Setup

TIE = 1e-4
"""What the validation loss counts beside the metric: it decides between trials with equally many right answers."""


class GivenUp(Exception):
    """A trial is not worth its time, or there is no time left for it."""


class Attempt:
    """Listens to one training. `asked` is what proposed its settings; None for the settings as they were drafted,
    which are never given up.

    `has_time` tells, by the seconds that the trial has taken, whether the search may go on. Epochs are counted by
    their place in the plan of all phases, so that trials that stop early stay comparable.
    """

    def __init__(
        self, setup: Setup, metric: MetricFacts, asked: Trial | None, has_time: Callable[[float], bool]
    ) -> None:
        self._metric = metric
        self._asked = asked
        self._has_time = has_time
        self._began = time.perf_counter()
        self._next: dict[str, int] = {
            phase.key: start for phase, start in zip(setup.phases, phase_starts(setup), strict=True)
        }
        self._values: dict[int, float] = {}
        self.curve: dict[int, float] = {}

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self._began

    @property
    def score(self) -> float | None:
        """The best so far, higher being better; None before the first epoch has ended."""
        return max(self.curve.values(), default=None)

    @property
    def value(self) -> float | None:
        """The metric at the best epoch."""
        if not self.curve:
            return None
        return self._values[max(self.curve, key=lambda place: self.curve[place])]

    def note(self, event: EpochEnded) -> None:
        """Take an epoch in. Raises GivenUp where half of the other trials did better by then."""
        place = self._next[event.phase]
        self._next[event.phase] += 1
        self._values[place] = event.metrics[self._metric.key]
        self.curve[place] = self._score(event)
        if self._asked is not None:
            self._asked.report(self.curve[place], place)
            if self._asked.should_prune():
                raise GivenUp

    def breathe(self) -> None:
        """Look at the clock. Raises GivenUp."""
        if self._asked is not None and not self._has_time(self.seconds):
            raise GivenUp

    def _score(self, event: EpochEnded) -> float:
        value = event.metrics[self._metric.key]
        return (value if self._metric.higher_is_better else -value) - TIE * _squeezed(event.validation_loss)


def phase_starts(setup: Setup) -> list[int]:
    """The place of each phase's first epoch in the plan."""
    return [sum(phase.epochs for phase in setup.phases[:number]) for number in range(len(setup.phases))]


def _squeezed(loss: float) -> float:
    """A loss from 0 up as a number from 0 to 1, in the same order."""
    return loss / (1 + loss)
