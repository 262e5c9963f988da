"""Asking a server that may stay silent, without being deaf meanwhile; knows nothing of what is asked."""

import threading
from collections.abc import Callable
from typing import TypeVar

Outcome = TypeVar("Outcome")

LOOK_S = 0.1


def aside(question: Callable[[], Outcome], watch: Callable[[], None]) -> Outcome:
    """The answer to `question`, which is asked in a thread; `watch` is called several times a second until it is there.

    Raises what the question raises. Where `watch` raises, the thread is left to itself: nobody hears its answer.
    """
    from concurrent.futures import Future, wait

    answer: Future[Outcome] = Future()

    def ask() -> None:
        try:
            answer.set_result(question())
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=ask, daemon=True, name="question").start()
    while not answer.done():
        watch()
        wait([answer], LOOK_S)
    return answer.result()
