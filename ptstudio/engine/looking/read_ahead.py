"""Samples that are read before anybody asks for them, as while the network that will look at them is still being made.

What was read waits in memory, up to a bound; a sample that is not there yet is read by who wants it. Knows no task.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, fields, is_dataclass
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch

from ptstudio.core.amount import MB
from ptstudio.tasks._task import Example

MOST_MB, MOST_SAMPLES = 96.0, 256
"""What waits at most: of small samples, more would only be kept longer."""
Read = Callable[[int], Example]


@dataclass
class _Pile:
    """The samples of one kind: those still to be read, and those that were, each with its bytes."""

    key: Hashable
    read: Read
    waiting: deque[int]
    found: dict[int, tuple[Example, int]]


class ReadAhead:
    """Reads in one thread of its own, until the block ends."""

    def __init__(self, most_mb: float = MOST_MB, most_samples: int = MOST_SAMPLES) -> None:
        self._most, self._most_samples = most_mb * MB, most_samples
        self._held = 0
        self._piles: list[_Pile] = []
        self._is_allowed = True
        self._is_over = False
        self._is_reading = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._is_over = True
            self._piles.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def begin(self, key: Hashable, count: int, read: Read) -> None:
        """Read the first of `count` samples, after all that was asked for before."""
        with self._changed:
            self._piles.append(_Pile(key, read, deque(range(min(count, self._most_samples))), {}))
            self._changed.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reading ahead", daemon=True)
            self._thread.start()

    def taking(self, key: Hashable, read: Read) -> Read:
        """`read`, but what was read before is there already. No further ones are read ahead under that key."""
        with self._changed:
            piles = [pile for pile in self._piles if pile.key == key]
            for pile in piles:
                pile.waiting.clear()
        return (lambda index: self._taken(piles[0], index) or read(index)) if piles else read

    def resting(self) -> AbstractContextManager[None]:
        """Nothing is read within the block."""
        return self._switched(is_allowed=False)

    def going_on(self) -> AbstractContextManager[None]:
        """Within a block of rest, one in which reading goes on."""
        return self._switched(is_allowed=True)

    @contextmanager
    def _switched(self, *, is_allowed: bool) -> Iterator[None]:
        was = self._is_allowed
        self._switch(is_allowed)
        try:
            yield
        finally:
            self._switch(was)

    def _switch(self, is_allowed: bool) -> None:
        with self._changed:
            self._is_allowed = is_allowed
            self._changed.notify_all()
            self._changed.wait_for(lambda: is_allowed or not self._is_reading)

    def _taken(self, pile: _Pile, index: int) -> Example | None:
        with self._changed:
            example, size = pile.found.pop(index, (None, 0))
            self._held -= size
            self._changed.notify_all()
            return example

    # ------------------------------------------------------------------ in the thread

    def _work(self) -> None:
        while True:
            with self._changed:
                self._is_reading = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_over or self._next() is not None)
                pile = self._next()
                if self._is_over or pile is None:
                    return
                index = pile.waiting.popleft()
                self._is_reading = True
            with suppress(Exception):  # whoever wants it reads it himself, and says what is wrong
                example = pile.read(index)
                with self._changed:
                    pile.found[index] = example, _bytes(example)
                    self._held += pile.found[index][1]

    def _next(self) -> _Pile | None:
        """What is to be read from now, if anything."""
        count = sum(len(pile.found) for pile in self._piles)
        if not self._is_allowed or self._held >= self._most or count >= self._most_samples:
            return None
        return next((pile for pile in self._piles if pile.waiting), None)


def _bytes(value: Any) -> int:
    if isinstance(value, torch.Tensor | np.ndarray):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sum(map(_bytes, value.values()))
    if is_dataclass(value):
        return sum(_bytes(getattr(value, field.name)) for field in fields(value))
    return 0
