"""How many bytes have arrived in all, and how fast; shared by threads."""

import threading
import time
from collections import deque

WINDOW_S = 5.0
"""The speed told is that of the last seconds: the mean from the start on would hide that a line has become slow."""


class Tally:
    """Counts bytes: those expected, and those that are there."""

    def __init__(self, expected: int) -> None:
        self._lock = threading.Lock()
        self._arrivals: deque[tuple[float, int]] = deque()
        self.expected = expected
        self.there = 0

    def found(self, count: int) -> None:
        """So many bytes were there already; they tell nothing of the speed. Below zero: they had to go."""
        with self._lock:
            self.there += count

    def arrived(self, count: int) -> None:
        """So many bytes have just arrived."""
        with self._lock:
            self.there += count
            self._arrivals.append((time.monotonic(), count))

    def bytes_per_s(self) -> float | None:
        """The speed over the last seconds; None before there is one."""
        with self._lock:
            now = time.monotonic()
            while self._arrivals and now - self._arrivals[0][0] > WINDOW_S:
                self._arrivals.popleft()
            if len(self._arrivals) < 2 or now <= self._arrivals[0][0]:
                return None
            return sum(count for _, count in self._arrivals) / (now - self._arrivals[0][0])

    def remaining_s(self) -> float | None:
        """How long the rest will take at this speed; None where that is not known."""
        speed = self.bytes_per_s()
        return max(0, self.expected - self.there) / speed if speed else None
