"""How downloading is held back: it stops when it is told to, and waits while the worker waits."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

BREATH_S = 0.05
BEAT_LASTS_S = 1.0


class Cancelled(Exception):
    """The download is no longer wanted; what has arrived stays for the next time."""


class Pace(Protocol):
    """Asked between two pieces of work; both raise to end it."""

    def keep(self) -> None:
        """Wait for as long as the work is paused."""

    def rest(self, seconds: float) -> None:
        """Wait before another attempt."""


class OwnPace:
    """That of the worker itself, or of a command: `breathe` may wait, and raises what ends it."""

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self._breathe = breathe

    def keep(self) -> None:
        """Take a breath."""
        self._breathe()

    def rest(self, seconds: float) -> None:
        """Breathe for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._breathe()
            time.sleep(min(BREATH_S, left))


class BeatenPace:
    """That of threads: the worker beats, and they go on only for a second after each beat.

    A worker that is paused does not beat; so nothing has to be said to pause a download or to let it go on.
    """

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._beat_at = time.monotonic()

    def beat(self) -> None:
        """Go on for another second."""
        self._beat_at = time.monotonic()

    def end(self) -> None:
        """Stop as soon as possible."""
        self._ended.set()

    def keep(self) -> None:
        """Wait for a beat. Raises Cancelled."""
        while time.monotonic() - self._beat_at > BEAT_LASTS_S and not self._ended.is_set():
            self._ended.wait(BREATH_S)
        if self._ended.is_set():
            raise Cancelled

    def rest(self, seconds: float) -> None:
        """Wait, and then for a beat. Raises Cancelled."""
        if self._ended.wait(seconds):
            raise Cancelled
        self.keep()
