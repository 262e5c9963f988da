"""How long each stage took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds by stage; a stage entered again adds up."""

    def __init__(self, seconds: dict[str, float] | None = None) -> None:
        self._ended = dict(seconds or {})
        self._under_way: dict[str, float] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds by stage so far, those of a stage under way included."""
        now = time.perf_counter()
        running = {key: self._ended.get(key, 0.0) + now - start for key, start in self._under_way.items()}
        return self._ended | running

    @contextmanager
    def stage(self, key: str) -> Iterator[None]:
        """Time what happens inside."""
        self._under_way[key] = time.perf_counter()
        try:
            yield
        finally:
            self._ended = self.seconds
            del self._under_way[key]

    def rounded(self) -> dict[str, float]:
        """To the millisecond, with the total."""
        return {key: round(value, 3) for key, value in self.seconds.items()} | {
            "total": round(sum(self.seconds.values()), 3)
        }
