"""Trying again what may succeed later: with growing waits, and not for ever."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ptstudio.core.errors import PTStudioError
from ptstudio.library.downloading.pace import Pace

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: for bytes (`stall_s`), for a connection, before another attempt, and at most.

    `attempts` is how often it may fail in a row without anything having arrived in between; `first_attempts`, how often
    no connection may come about as long as nothing has arrived at all.
    """

    stall_s: float = 30.0
    connect_s: float = 10.0
    first_wait_s: float = 1.0
    most_wait_s: float = 60.0
    attempts: int = 6
    first_attempts: int = 3

    def wait_s(self, failures: int) -> float:
        """The wait after so many failures in a row: twice as long each time."""
        return float(min(self.first_wait_s * 2 ** max(0, failures - 1), self.most_wait_s))


class Setback(Exception):
    """What may succeed later: the error to give up with, and the wait that the server asked for.

    The server `is_unreachable` where no connection to it came about.
    """

    def __init__(self, error: PTStudioError, wait_s: float | None = None, *, is_unreachable: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait_s = wait_s
        self.is_unreachable = is_unreachable


def persist(
    attempt: Callable[[], Outcome],
    pace: Pace,
    patience: Patience,
    progress: Callable[[], int] = lambda: 0,
    *,
    has_begun: bool = False,
) -> Outcome:
    """Do `attempt` until it succeeds; as long as `progress` grows to more than it ever was, that may be often.

    Of a server that cannot be reached less is hoped for, until the work `has_begun`, here or in another attempt.
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
            is_hopeful = has_begun or most > 0 or not setback.is_unreachable
            may_fail = patience.attempts if is_hopeful else min(patience.attempts, patience.first_attempts)
            if failures >= may_fail or wait_s > patience.most_wait_s:
                raise setback.error from setback
            pace.rest(wait_s)
