"""Trying again what may succeed later: with growing waits, and not for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ptstudio.core.errors import PTStudioError
from ptstudio.library.downloading.pace import Pace

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: for bytes (`stall_s`), before another attempt, and at most before one.

    `attempts` is how often it may fail in a row without anything having arrived in between.
    """

    stall_s: float = 30.0
    first_wait_s: float = 1.0
    most_wait_s: float = 60.0
    attempts: int = 6

    def wait_s(self, failures: int) -> float:
        """The wait after so many failures in a row: twice as long each time."""
        return float(min(self.first_wait_s * 2 ** max(0, failures - 1), self.most_wait_s))


class Setback(Exception):
    """What may succeed later: the error to give up with, and the wait that the server asked for."""

    def __init__(self, error: PTStudioError, wait_s: float | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait_s = wait_s


def persist(
    attempt: Callable[[], Outcome], pace: Pace, patience: Patience, progress: Callable[[], int] = lambda: 0
) -> Outcome:
    """Do `attempt` until it succeeds; as long as `progress` grows to more than it ever was, that may be often.

    Raises the error of the last Setback, all other errors at once, and Cancelled.
    """
    failures, most = 0, progress()
    while True:
        try:
            return attempt()
        except Setback as setback:
            failures = 1 if progress() > most else failures + 1
            most = max(most, progress())
            wait_s = patience.wait_s(failures) if setback.wait_s is None else setback.wait_s
            if failures >= patience.attempts or wait_s > patience.most_wait_s:
                raise setback.error from setback
            pace.rest(wait_s)
