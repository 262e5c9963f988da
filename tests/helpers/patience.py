"""Waiting for what happens elsewhere."""

import time
from collections.abc import Callable

MOST_S = 60.0


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so; the test fails where that takes too long."""
    end = time.monotonic() + MOST_S
    while not is_so():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
