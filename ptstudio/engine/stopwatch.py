"""How long each stage took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds by stage; a stage entered again adds up."""

    def __init__(self, seconds: dict[str, float] | None = None) -> None:
        self.seconds = dict(seconds or {})

    @contextmanager
    def stage(self, key: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[key] = self.seconds.get(key, 0.0) + time.perf_counter() - start

    def rounded(self) -> dict[str, float]:
        """To the millisecond, with the total."""
        return {key: round(value, 3) for key, value in self.seconds.items()} | {
            "total": round(sum(self.seconds.values()), 3)
        }
