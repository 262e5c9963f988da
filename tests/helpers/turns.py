"""Somebody else who changes the library meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from ptstudio.library.turns import turn


@contextmanager
def elsewhere_a_turn() -> Iterator[Event]:
    """Another thread has its turn; it ends with the block, or when the event is set."""
    begun, over = Event(), Event()

    def work() -> None:
        with turn():
            begun.set()
            over.wait(60)

    thread = Thread(target=work)
    thread.start()
    begun.wait(60)
    try:
        yield over
    finally:
        over.set()
        thread.join()
