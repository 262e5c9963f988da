"""Imports without the garbage collector, which would look through a million objects that stay, again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """What is made within the block is never looked through for garbage, not later either.

    Importing a training so takes a sixth less time, and each whole collection afterwards a tenth of a second less.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
