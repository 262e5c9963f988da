"""Small sums by one thread: to share them out takes longer than they take. Knows nothing of what is computed."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def single_thread(is_small: bool) -> Iterator[None]:
    """Where what is computed inside `is_small`, have one thread do it.

    A last layer alone takes a tenth of a millisecond for a batch; a second thread that has to be woken for it, several
    times a step, makes that milliseconds wherever something else wants the processor.
    """
    threads = torch.get_num_threads()
    if is_small:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
