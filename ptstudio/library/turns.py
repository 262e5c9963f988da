"""Whoever changes the user's own library takes turns, so that nothing is put into a folder that is just being moved."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from ptstudio.core.errors import JobFailure
from ptstudio.core.folders import data_folder

LOCK = "library.lock"
POLL_S = 0.2

Breathe = Callable[[], None]
"""Called now and then while something is waited for; what it raises ends the waiting."""

Warn = Callable[[str, str], None]
"""Told something that a person should know: a message, and what to do."""


def unheard(_message: str, _hint: str) -> None:
    """Where nobody listens to warnings."""


def unhurried() -> None:
    """Where nobody wants to give up."""


@contextmanager
def turn(breathe: Breathe = unhurried, warn: Warn = unheard) -> Iterator[None]:
    """Wait until nobody else changes the library, and keep them from it. Raises OSError, and what `breathe` raises."""
    lock = _lock()
    is_told = False
    while not _is_taken(lock):
        if not is_told:
            warn("The library is just being moved or changed by other work.", "This goes on once that has ended.")
            is_told = True
        breathe()
        time.sleep(POLL_S)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def turn_now() -> Iterator[None]:
    """The same without waiting: raises JobFailure where somebody else changes the library, OSError."""
    lock = _lock()
    if not _is_taken(lock):
        raise JobFailure(
            "Something is just being put into the library or taken out of it, or the library is being moved.",
            "Wait until that has ended, then try again. Nothing was changed.",
        )
    try:
        yield
    finally:
        lock.release()


def _lock() -> FileLock:
    """Outside of the library, which can move; one for the whole process, so that turns may lie in one another."""
    data_folder().mkdir(parents=True, exist_ok=True)
    return FileLock(data_folder() / LOCK, is_singleton=True)


def _is_taken(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True
